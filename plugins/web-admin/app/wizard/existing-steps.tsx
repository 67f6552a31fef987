import { Checkbox, Group, Select, Stack } from '@mantine/core';
import { existingFormat, flowOf, KIND_WORDS } from './answers';
import type { Medium } from './offer';
import { MEDIUM_LABELS, type StepProps } from './step-props';

/** Feeds of a flow that are to be encoded once more. */
export function SourcesStep({ offer, answers, onChange }: StepProps) {
  const flow = flowOf(offer, answers);
  return (
    <Stack gap="lg">
      <FlowSelect offer={offer} answers={answers} onChange={onChange} problems={{}} />
      {(['video', 'audio'] as const satisfies readonly Medium[]).map((medium) => {
        const feeds = flow?.[medium] ?? [];
        const answer = answers.feeds?.[medium];
        if (feeds.length === 0) return null;
        const put = (feed: string | null): void => onChange({ feeds: { ...answers.feeds, [medium]: feed } });
        return (
          <Group key={medium} align="flex-end" gap="md">
            <Checkbox
              label={MEDIUM_LABELS[medium]}
              checked={answer !== null}
              mb={8}
              w={90}
              onChange={(event) => put(event.currentTarget.checked ? (feeds[0]?.feed ?? null) : null)}
            />
            <Select
              aria-label={`Feed of the ${MEDIUM_LABELS[medium].toLowerCase()}`}
              data={feeds.map(({ feed }) => feed)}
              value={answer ?? feeds[0]?.feed ?? null}
              disabled={answer === null}
              allowDeselect={false}
              w={{ base: '100%', xs: 300 }}
              onChange={put}
            />
          </Group>
        );
      })}
    </Stack>
  );
}

/** A stream that is there. */
export function ExistingStep({ offer, answers, onChange }: StepProps) {
  const formats = flowOf(offer, answers)?.formats ?? [];
  return (
    <Stack gap="lg">
      <FlowSelect offer={offer} answers={answers} onChange={onChange} problems={{}} />
      <Select
        label="Stream"
        data={formats.map(({ feed, label, kind }) => ({
          value: feed,
          label: `${label}, ${KIND_WORDS[kind]} (${feed})`,
        }))}
        value={existingFormat(offer, answers)?.feed ?? null}
        allowDeselect={false}
        maw={420}
        onChange={(feed) => {
          if (feed !== null) onChange({ feed });
        }}
      />
    </Stack>
  );
}

function FlowSelect({ offer, answers, onChange }: StepProps) {
  return (
    <Select
      label="Flow"
      data={offer.existing.map(({ name }) => name)}
      value={flowOf(offer, answers)?.name ?? null}
      allowDeselect={false}
      maw={420}
      onChange={(into) => {
        if (into !== null) onChange({ into, feeds: {}, feed: '' });
      }}
    />
  );
}
