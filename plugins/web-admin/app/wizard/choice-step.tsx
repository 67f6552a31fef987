import { Alert, Checkbox, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PropertyValues } from '../api/types';
import { Icon } from '../frame/icons';
import { shownValues, type StepAnswer } from './answers';
import { Fields } from './fields';
import { probeQuery, type Choice, type PlugChoice } from './offer';
import { Probing } from './probing';

/** What a step with one component is drawn of. */
export interface ChoiceStepProps {
  readonly choices: readonly Choice[];
  /** What the choice is called, as `Encoder`; without it the type is chosen elsewhere. */
  readonly label?: string;
  readonly answer: StepAnswer;
  readonly onChange: (answer: StepAnswer) => void;
  readonly workers: readonly string[];
  /** Worker of what says nothing else. */
  readonly usual: string;
  readonly problems: Readonly<Record<string, string>>;
}

/** A component: its type, its worker and its properties. */
export function ChoiceStep({ choices, label, answer, onChange, workers, usual, problems }: ChoiceStepProps) {
  const choice = choices.find(({ type }) => type === answer.type) ?? choices[0];
  if (!choice) return <Text>Nothing that is installed can do this.</Text>;
  const worker = answer.worker ?? usual;
  const fields = choice.pages.flat();
  const put = (properties: PropertyValues): void => onChange({ ...answer, type: choice.type, properties });
  const take = (values: PropertyValues): void => {
    const known = Object.entries(values).filter(([name]) => fields.some((field) => field.name === name));
    put({ ...answer.properties, ...Object.fromEntries(known) });
  };
  return (
    <Stack gap="md">
      {label !== undefined && (
        <Select
          label={label}
          description={choice.description}
          data={choices.map((one) => ({ value: one.type, label: one.label }))}
          value={choice.type}
          allowDeselect={false}
          maw={420}
          onChange={(type) => {
            if (type !== null && type !== choice.type)
              onChange({ type, ...(answer.worker !== undefined && { worker: answer.worker }) });
          }}
        />
      )}
      <WorkerSelect
        workers={workers}
        worker={worker}
        onChange={(one) => onChange({ ...answer, worker: one })}
      />
      <Lacking worker={worker} type={choice.type} />
      <Probing
        choice={choice}
        worker={worker}
        values={shownValues(fields, answer.properties)}
        onTake={take}
      />
      <Fields
        pages={choice.pages}
        answered={answer.properties}
        onChange={put}
        worker={worker}
        problems={problems}
      />
      {choice.plugs.map((plug) => (
        <PlugSwitch
          key={plug.type}
          plug={plug}
          answer={answer}
          worker={worker}
          onChange={onChange}
          problems={problems}
        />
      ))}
    </Stack>
  );
}

/** Which worker runs it. */
export function WorkerSelect({
  workers,
  worker,
  onChange,
}: {
  readonly workers: readonly string[];
  readonly worker: string;
  readonly onChange: (worker: string) => void;
}) {
  return (
    <Select
      label="Worker"
      description="The machine that runs it"
      data={[...workers]}
      value={worker === '' ? null : worker}
      allowDeselect={false}
      error={workers.length === 0 ? 'No worker is logged in; start one with flumotion-worker.' : undefined}
      maw={420}
      onChange={(one) => {
        if (one !== null) onChange(one);
      }}
    />
  );
}

/** Says what the worker's machine lacks for a component. */
function Lacking({ worker, type }: { readonly worker: string; readonly type: string }) {
  const { data } = useQuery(probeQuery(worker, { what: 'elements', type }));
  const missing = data?.missing ?? [];
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.flatMap((one) => one.package ?? []))];
  return (
    <Alert color="red" icon={<Icon name="error" />} title={`${worker} cannot run it as it is`} role="alert">
      {`It lacks the GStreamer elements ${missing.map(({ element }) => element).join(', ')}.`}
      {packages.length > 0 && ` Install ${packages.join(' ')} there, or choose another worker.`}
    </Alert>
  );
}

function PlugSwitch({
  plug,
  answer,
  worker,
  onChange,
  problems,
}: {
  readonly plug: PlugChoice;
  readonly answer: StepAnswer;
  readonly worker: string;
  readonly onChange: (answer: StepAnswer) => void;
  readonly problems: Readonly<Record<string, string>>;
}) {
  const plugs = answer.plugs ?? [];
  const mine = plugs.find(({ type }) => type === plug.type);
  const others = plugs.filter(({ type }) => type !== plug.type);
  return (
    <Stack gap="xs">
      <Checkbox
        label={plug.label}
        description={plug.description}
        checked={mine !== undefined}
        onChange={(event) =>
          onChange({
            ...answer,
            plugs: event.currentTarget.checked ? [...others, { type: plug.type }] : others,
          })
        }
      />
      {mine && (
        <Fields
          pages={[plug.fields]}
          answered={mine.properties}
          worker={worker}
          problems={problems}
          onChange={(properties) =>
            onChange({ ...answer, plugs: [...others, { type: plug.type, properties }] })
          }
        />
      )}
    </Stack>
  );
}
