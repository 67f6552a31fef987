import { Badge, Button, Group, Select, Slider, Stack, Switch, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { useMay } from '../api/session';
import type { PropertySpec, PropertyValue } from '../api/types';
import { PropertyField } from '../forms/property-field';
import { complaint } from '../forms/property-rules';
import { figureText } from '../frame/format';
import { tellProblem } from '../frame/problem';
import { controlForm, labelled } from './control-form';

export interface LiveFieldProps {
  /** Path of the property in the API. */
  readonly path: string;
  readonly name: string;
  readonly spec: PropertySpec;
  readonly given: PropertyValue | undefined;
  /** What it has come to now, where a figure says so. */
  readonly now?: string | undefined;
}

/** A property that may change while the component runs: what is done to it counts at once. */
export function LiveField({ path, name, spec, given, now }: LiveFieldProps) {
  const operator = useMay('operator');
  const [value, setValue] = useState(given);
  const [known, setKnown] = useState(given);
  // Somebody else may have changed it meanwhile.
  if (JSON.stringify(known) !== JSON.stringify(given)) {
    setKnown(given);
    setValue(given);
  }
  const put = useMutation({
    mutationFn: (next: PropertyValue | undefined) => call('PUT', path, { body: { value: next ?? null } }),
    onError: (error) => {
      setValue(given);
      tellProblem(name, error);
    },
  });
  const take = (next: PropertyValue | undefined): void => {
    setValue(next);
    put.mutate(next);
  };
  const shared = { name, spec, value, disabled: !operator, take, change: setValue };
  switch (controlForm(spec, given)) {
    case 'buttons':
      return <Buttons {...shared} now={now} />;
    case 'switch':
      return (
        <Switch
          label={name}
          description={spec.description}
          checked={(value ?? spec.default) === true}
          disabled={!operator}
          onChange={(event) => take(event.currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <Select
          label={name}
          description={spec.description}
          maw={360}
          disabled={!operator}
          data={[...labelled(spec)]}
          value={typeof value === 'string' || typeof value === 'number' ? String(value) : null}
          placeholder="as usual"
          clearable
          searchable
          onChange={(next) => take(next === null ? undefined : spec.type === 'enum' ? next : Number(next))}
        />
      );
    case 'slider':
      return <SlidingField {...shared} />;
    case 'field':
      return <TypedField {...shared} stored={given} busy={put.isPending} />;
  }
}

interface OneField {
  readonly name: string;
  readonly spec: PropertySpec;
  readonly value: PropertyValue | undefined;
  readonly disabled: boolean;
  /** Has it count. */
  readonly take: (value: PropertyValue | undefined) => void;
  /** Only shows it. */
  readonly change: (value: PropertyValue | undefined) => void;
}

function Heading({
  name,
  spec,
  text,
}: {
  readonly name: string;
  readonly spec: PropertySpec;
  readonly text?: string;
}) {
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {name}
        </Text>
        {text !== undefined && (
          <Text size="sm" className="tabular">
            {text}
          </Text>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {spec.description}
      </Text>
    </div>
  );
}

/** A few words to choose among. One that is chosen already can be asked for again, since something else may have come of it. */
function Buttons({
  name,
  spec,
  value,
  disabled,
  take,
  now,
}: OneField & { readonly now: string | undefined }) {
  const chosen = value ?? spec.default;
  return (
    <Stack gap={6} role="group" aria-label={name}>
      <Heading name={name} spec={spec} />
      <Group gap={6}>
        {(spec.values ?? []).map((word) => (
          <Button
            key={word}
            size="sm"
            variant={word === chosen ? 'filled' : 'default'}
            aria-pressed={word === chosen}
            disabled={disabled}
            onClick={() => take(word)}
          >
            {word}
          </Button>
        ))}
        {now !== undefined && (
          <Badge
            variant="light"
            color={now === chosen ? 'teal' : 'orange'}
            size="lg"
            tt="none"
            aria-live="polite"
          >
            {`now ${now}`}
          </Badge>
        )}
      </Group>
    </Stack>
  );
}

function SlidingField({ name, spec, value, disabled, take, change }: OneField) {
  const { min, max } = spec as { min: number; max: number };
  const usual = typeof spec.default === 'number' ? spec.default : min;
  const step = spec.type === 'float' ? (max - min) / 200 : 1;
  const text = (at: number): string => figureText(Number(at.toFixed(3)), spec.unit);
  return (
    <Stack gap={6}>
      <Heading
        name={name}
        spec={spec}
        text={typeof value === 'number' ? text(value) : spec.default === undefined ? 'as usual' : text(usual)}
      />
      <Slider
        disabled={disabled}
        min={min}
        max={max}
        step={step}
        value={typeof value === 'number' ? value : usual}
        label={text}
        thumbLabel={name}
        marks={usual > min && usual < max ? [{ value: usual }] : []}
        onChange={change}
        onChangeEnd={(next) => take(Number(next.toFixed(3)))}
      />
    </Stack>
  );
}

/** What is typed counts when it is whole. */
function TypedField({
  name,
  spec,
  value,
  disabled,
  take,
  change,
  stored,
  busy,
}: OneField & { readonly stored: PropertyValue | undefined; readonly busy: boolean }) {
  const changed = JSON.stringify(value) !== JSON.stringify(stored);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && complaint(spec, value) === undefined) take(value);
      }}
    >
      <PropertyField name={name} spec={spec} value={value} disabled={disabled} onChange={change} />
      {changed && (
        <Group gap="xs" mt={6}>
          <Button
            type="submit"
            size="compact-sm"
            loading={busy}
            disabled={complaint(spec, value) !== undefined}
          >
            Apply
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => change(stored)}>
            Discard
          </Button>
        </Group>
      )}
    </form>
  );
}
