import { Checkbox, Stack } from '@mantine/core';
import { consumersFor, formatOf, streamsOf, type StepAnswer } from './answers';
import { ChoiceStep } from './choice-step';
import type { Choice } from './offer';
import { ConsumptionStep, FileStep, FormatStep, ProductionStep, ScenarioStep, usualWorker } from './steps';
import { ExistingStep, SourcesStep } from './existing-steps';
import type { StepProps } from './step-props';

/** The fields of a step. */
export function StepView({ id, ...props }: StepProps & { readonly id: string }) {
  const { offer, answers, onChange, problems } = props;
  const one = (
    choices: readonly Choice[],
    answer: StepAnswer | null | undefined,
    put: (answer: StepAnswer) => void,
    label?: string,
  ) => (
    <ChoiceStep
      choices={choices}
      answer={answer ?? {}}
      onChange={put}
      workers={offer.workers}
      usual={usualWorker(offer, answers)}
      problems={problems}
      {...(label !== undefined && { label })}
    />
  );
  if (id.startsWith('streams.')) {
    const streams = streamsOf(offer, answers);
    const at = Number(id.slice('streams.'.length));
    const choices = consumersFor(offer, answers).filter(({ type }) => type === streams[at]?.type);
    return one(choices, streams[at], (answer) =>
      onChange({ streams: streams.map((each, index) => (index === at ? { ...each, ...answer } : each)) }),
    );
  }
  switch (id) {
    case 'scenario':
      return <ScenarioStep {...props} />;
    case 'production':
      return <ProductionStep {...props} />;
    case 'sources':
      return <SourcesStep {...props} />;
    case 'existing':
      return <ExistingStep {...props} />;
    case 'format':
      return <FormatStep {...props} />;
    case 'consumption':
      return <ConsumptionStep {...props} />;
    case 'file':
      return <FileStep {...props} />;
    case 'server':
      return one(offer.servers, answers.server, (server) => onChange({ server }));
    case 'overlay':
      return (
        <Stack gap="md">
          <Checkbox
            label="Draw over the picture"
            checked={answers.overlay !== null}
            onChange={(event) => onChange({ overlay: event.currentTarget.checked ? {} : null })}
          />
          {answers.overlay !== null &&
            one(offer.overlays, answers.overlay, (overlay) => onChange({ overlay }))}
        </Stack>
      );
    case 'video':
    case 'audio':
      return one(offer.producers[id], answers[id], (answer) => onChange({ [id]: answer }), 'Source');
    case 'videoEncoder':
    case 'audioEncoder': {
      const types = formatOf(offer, answers)?.encoders[id === 'videoEncoder' ? 'video' : 'audio'] ?? [];
      const choices = types.flatMap((type) => offer.encoders.find((each) => each.type === type) ?? []);
      return one(choices, answers[id], (answer) => onChange({ [id]: answer }), 'Encoder');
    }
    default:
      return null;
  }
}
