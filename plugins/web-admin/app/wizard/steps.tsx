import {
  Checkbox,
  FileButton,
  Button,
  Group,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { Icon } from '../frame/icons';
import {
  consumersFor,
  formatOf,
  formatsFor,
  KIND_WORDS,
  kindsFor,
  streamsOf,
  type Answers,
  type StreamAnswer,
} from './answers';
import { ChoiceStep } from './choice-step';
import { MEDIUM_LABELS, type StepProps } from './step-props';
import type { Offer } from './offer';

/** What to make, and where. */
export function ScenarioStep({ offer, answers, onChange, problems }: StepProps) {
  return (
    <Stack gap="lg">
      <Radio.Group
        label="What to make"
        value={answers.scenario}
        onChange={(scenario) => onChange({ scenario })}
      >
        <Stack gap="xs" mt="xs">
          {offer.scenarios.map(({ id, label, description }) => (
            <Radio.Card key={id} value={id} p="sm" radius="md">
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator />
                <div>
                  <Text fw={500}>{label}</Text>
                  <Text size="sm" c="dimmed">
                    {description}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      {answers.scenario === 'live' && (
        <TextInput
          label="Name of the flow"
          description="What belongs to the stream is kept under this name"
          value={answers.flow ?? offer.flow}
          maw={420}
          error={problems['flow']}
          onChange={(event) => onChange({ flow: event.currentTarget.value })}
        />
      )}
      {answers.scenario !== 'load-flow' && offer.workers.length > 0 && (
        <Select
          label="Worker"
          description="The machine that runs it; each part can be given another one later"
          data={[...offer.workers]}
          value={answers.worker ?? offer.workers[0] ?? null}
          allowDeselect={false}
          maw={420}
          onChange={(worker) => {
            if (worker !== null) onChange({ worker });
          }}
        />
      )}
    </Stack>
  );
}

/** Whether there are pictures and sound, and where they come from. */
export function ProductionStep({ offer, answers, onChange }: StepProps) {
  return (
    <Stack gap="lg">
      {(['video', 'audio'] as const).map((medium) => {
        const answer = answers[medium];
        const choices = offer.producers[medium];
        const chosen = choices.find(({ type }) => type === answer?.type) ?? choices[0];
        return (
          <Group key={medium} align="flex-end" gap="md">
            <Checkbox
              label={MEDIUM_LABELS[medium]}
              checked={answer !== null}
              mb={8}
              w={90}
              onChange={(event) => onChange({ [medium]: event.currentTarget.checked ? {} : null })}
            />
            <Select
              aria-label={`Source of the ${MEDIUM_LABELS[medium].toLowerCase()}`}
              data={choices.map(({ type, label }) => ({ value: type, label }))}
              value={chosen?.type ?? null}
              disabled={answer === null}
              allowDeselect={false}
              w={{ base: '100%', xs: 300 }}
              onChange={(type) => {
                if (type !== null && type !== chosen?.type) onChange({ [medium]: { type } });
              }}
            />
          </Group>
        );
      })}
      {answers.video === null && answers.audio === null && (
        <Text c="var(--mood-sad)" size="sm" role="alert">
          At least one of them is needed.
        </Text>
      )}
    </Stack>
  );
}

/** The format, with what plays it. */
export function FormatStep(props: StepProps) {
  const { offer, answers, onChange, problems } = props;
  const chosen = formatOf(offer, answers);
  const made = [...offer.muxers, ...offer.encoders].filter(({ type }) => type === chosen?.type);
  return (
    <Stack gap="lg">
      <Radio.Group
        label="Format"
        value={chosen?.type ?? ''}
        onChange={(type) => onChange({ format: { ...answers.format, type, properties: {} } })}
      >
        <Stack gap="xs" mt="xs">
          {formatsFor(offer, answers).map(({ type, label, plays, description }) => (
            <Radio.Card key={type} value={type} p="sm" radius="md">
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator />
                <div>
                  <Text fw={500}>{label}</Text>
                  <Text size="sm">{plays ?? description}</Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <ChoiceStep
        choices={made}
        answer={answers.format ?? {}}
        onChange={(format) => onChange({ format })}
        workers={offer.workers}
        usual={usualWorker(offer, answers)}
        problems={problems}
      />
    </Stack>
  );
}

/** The worker of what says nothing else. */
export function usualWorker(offer: Offer, answers: Answers): string {
  return answers.worker ?? offer.workers[0] ?? '';
}

/** Ways out, each with what it carries. */
export function ConsumptionStep({ offer, answers, onChange }: StepProps) {
  const streams = streamsOf(offer, answers);
  const kinds = kindsFor(offer, answers);
  const has = (type: string, kind: string): boolean =>
    streams.some((one) => one.type === type && (one.kind ?? kinds[0]) === kind);
  const toggle = (type: string, kind: StreamAnswer['kind'] & string, on: boolean): void => {
    const rest = streams.filter((one) => one.type !== type || (one.kind ?? kinds[0]) !== kind);
    const next = on ? [...rest, { type, kind }] : rest;
    if (next.length > 0) onChange({ streams: next });
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        How the stream leaves. At least one way is needed.
      </Text>
      {consumersFor(offer, answers).map(({ type, label, description }) => (
        <Stack key={type} gap={4} role="group" aria-label={label}>
          <Text fw={500}>{label}</Text>
          <Text size="sm" c="dimmed">
            {description}
          </Text>
          <Group gap="lg">
            {kinds.map((kind) => (
              <Checkbox
                key={kind}
                label={KIND_WORDS[kind]}
                aria-label={`${label}, ${KIND_WORDS[kind]}`}
                checked={has(type, kind)}
                onChange={(event) => toggle(type, kind, event.currentTarget.checked)}
              />
            ))}
          </Group>
        </Stack>
      ))}
    </Stack>
  );
}

/** A file with a flow. */
export function FileStep({ answers, onChange }: StepProps) {
  return (
    <Stack gap="md">
      <Group>
        <FileButton
          accept=".xml,application/xml,text/xml"
          onChange={(file) => {
            void file?.text().then((xml) => onChange({ xml }));
          }}
        >
          {(props) => (
            <Button {...props} variant="light" leftSection={<Icon name="upload" size={16} />}>
              Choose a file…
            </Button>
          )}
        </FileButton>
      </Group>
      <Textarea
        label="XML"
        description="A planet file: its flows and its atmosphere are taken; <manager> is ignored"
        autosize
        minRows={10}
        maxRows={24}
        spellCheck={false}
        value={answers.xml ?? ''}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        onChange={(event) => onChange({ xml: event.currentTarget.value })}
      />
    </Stack>
  );
}
