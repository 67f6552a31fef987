import {
  ActionIcon,
  Badge,
  Button,
  Fieldset,
  Group,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ReactNode } from 'react';
import type { PropertySpec, PropertyValue, PropertyValues } from '../api/types';
import { Icon } from '../frame/icons';
import { complaint, formOrder, hint, valueText } from './property-rules';

export interface FieldProps {
  readonly name: string;
  readonly spec: PropertySpec;
  /** Undefined where none is given: the default, or that of the element, counts. */
  readonly value: PropertyValue | undefined;
  readonly onChange: (value: PropertyValue | undefined) => void;
  /** What the manager says is wrong with it. */
  readonly problem?: string | undefined;
  readonly disabled?: boolean;
  /** Of a secret: a value is stored, which is kept where none is typed. */
  readonly stored?: boolean;
  /** Choices where the manager or a worker knows some, such as devices. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

/** A field for one declared property, whatever its kind. */
export function PropertyField(props: FieldProps) {
  const { spec } = props;
  if (spec.multiple === true) return <SeveralFields {...props} />;
  if (spec.type === 'compound') return <CompoundField {...props} />;
  return <SingleField {...props} />;
}

/** What all fields have: name, marks, description, hint, error. */
function common({ name, spec, value, problem, disabled }: FieldProps) {
  const below = hint(spec);
  const marks: ReactNode = spec.live === true && (
    <Badge size="xs" variant="light" color="teal" ml={6} tt="none">
      live
    </Badge>
  );
  return {
    label: (
      <>
        {name}
        {marks}
      </>
    ),
    description: (
      <>
        {spec.description}
        {below !== '' && <Text span size="xs" c="dimmed">{` (${below})`}</Text>}
      </>
    ),
    error: problem ?? complaint(spec, value),
    disabled: disabled === true,
    withAsterisk: spec.required === true,
    name,
  };
}

function SingleField(props: FieldProps) {
  const { spec, value, onChange, stored, choices } = props;
  const shared = common(props);
  const usual = valueText(spec.default);
  const text = typeof value === 'string' ? value : '';
  switch (spec.type) {
    case 'int':
    case 'long':
    case 'float':
      if (spec.labels !== undefined)
        return (
          <Select
            {...shared}
            maw={360}
            data={Object.entries(spec.labels).map(([number, label]) => ({
              value: number,
              label: `${number} ${label}`,
            }))}
            value={typeof value === 'number' ? String(value) : null}
            placeholder={usual}
            clearable={spec.required !== true}
            searchable
            onChange={(given) => onChange(given === null ? undefined : Number(given))}
          />
        );
      return (
        <NumberInput
          {...shared}
          maw={260}
          value={typeof value === 'number' ? value : ''}
          placeholder={usual}
          onChange={(given) =>
            onChange(typeof given === 'number' ? given : given === '' ? undefined : Number(given))
          }
          allowDecimal={spec.type === 'float'}
          step={spec.type === 'float' ? 0.1 : 1}
          suffix={spec.unit === undefined ? '' : ` ${spec.unit}`}
        />
      );
    case 'bool':
      return <YesOrNo {...props} />;
    case 'enum':
      return (
        <Select
          {...shared}
          maw={360}
          data={[...(spec.values ?? [])]}
          value={text === '' ? null : text}
          placeholder={usual}
          onChange={(given) => onChange(given ?? undefined)}
          clearable={spec.required !== true}
          searchable={(spec.values?.length ?? 0) > 8}
        />
      );
    case 'fraction':
      return <FractionField {...props} />;
    case 'rawstring':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={12}
          value={text}
          placeholder={usual}
          onChange={(event) =>
            onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
          }
        />
      );
    default: {
      const change = (event: { currentTarget: { value: string } }): void => {
        const given = event.currentTarget.value;
        onChange(given === '' ? undefined : given);
      };
      if (spec.secret === true)
        return (
          <PasswordInput
            {...shared}
            maw={480}
            autoComplete="new-password"
            value={text}
            placeholder={stored === true ? 'stored; type to replace it' : ''}
            onChange={change}
          />
        );
      if (choices && choices.length > 0)
        return (
          <Select
            {...shared}
            maw={480}
            data={[...choices]}
            value={text === '' ? null : text}
            placeholder={usual}
            clearable
            searchable
            onChange={(given) => onChange(given ?? undefined)}
          />
        );
      return <TextInput {...shared} value={text} placeholder={usual} onChange={change} />;
    }
  }
}

function YesOrNo(props: FieldProps) {
  const { spec, value, onChange, disabled, name } = props;
  const { label, description } = common(props);
  const usual = spec.default === true ? 'yes' : 'no';
  return (
    <Stack gap={4} role="group" aria-label={name}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
      <SegmentedControl
        w="fit-content"
        size="xs"
        disabled={disabled === true}
        data={[
          { value: '', label: `usual (${usual})` },
          { value: 'yes', label: 'yes' },
          { value: 'no', label: 'no' },
        ]}
        value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''}
        onChange={(given) => onChange(given === '' ? undefined : given === 'yes')}
      />
    </Stack>
  );
}

function FractionField(props: FieldProps) {
  const { name, spec, value, onChange } = props;
  const { label, description, error, disabled, withAsterisk } = common(props);
  const [numerator, denominator] = Array.isArray(value)
    ? (value as readonly number[])
    : [undefined, undefined];
  const [usualN, usualD] = Array.isArray(spec.default) ? (spec.default as readonly number[]) : ['', ''];
  const change = (first: number | undefined, second: number | undefined): void => {
    onChange(first === undefined ? undefined : [first, second ?? 1]);
  };
  return (
    <Stack gap={4} role="group" aria-label={name}>
      <Text size="sm" fw={500}>
        {label}
        {withAsterisk && ' *'}
      </Text>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          aria-label={`${name}, numerator`}
          w={120}
          disabled={disabled}
          error={error !== undefined}
          allowDecimal={false}
          value={numerator ?? ''}
          placeholder={String(usualN)}
          onChange={(given) => change(typeof given === 'number' ? given : undefined, denominator)}
        />
        <Text>/</Text>
        <NumberInput
          aria-label={`${name}, denominator`}
          w={120}
          disabled={disabled}
          error={error !== undefined}
          allowDecimal={false}
          value={denominator ?? ''}
          placeholder={String(usualD)}
          onChange={(given) => change(numerator, typeof given === 'number' ? given : undefined)}
        />
      </Group>
      {error !== undefined && (
        <Text size="xs" c="var(--mood-sad)">
          {error}
        </Text>
      )}
    </Stack>
  );
}

function CompoundField(props: FieldProps) {
  const { name, spec, value, onChange, disabled } = props;
  const values = (value ?? {}) as PropertyValues;
  return (
    <Fieldset legend={name} disabled={disabled === true}>
      <Text size="xs" c="dimmed" mb="xs">
        {spec.description}
      </Text>
      <Stack gap="sm">
        {formOrder(spec.properties ?? {}).map(([inner, innerSpec]) => (
          <PropertyField
            key={inner}
            name={inner}
            spec={innerSpec}
            value={values[inner]}
            onChange={(given) => {
              const next = Object.fromEntries(
                Object.entries({ ...values, [inner]: given }).filter(([, one]) => one !== undefined),
              ) as PropertyValues;
              onChange(Object.keys(next).length === 0 ? undefined : next);
            }}
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

function SeveralFields(props: FieldProps) {
  const { name, spec, value, onChange, disabled } = props;
  const values = Array.isArray(value) ? (value as readonly PropertyValue[]) : [];
  const one: PropertySpec = { ...spec, multiple: false, required: false };
  const put = (next: readonly PropertyValue[]): void => onChange(next.length === 0 ? undefined : next);
  return (
    <Fieldset legend={name} disabled={disabled === true}>
      <Text size="xs" c="dimmed" mb="xs">
        {spec.description}
      </Text>
      <Stack gap="xs">
        {values.map((item, index) => (
          <Group key={index} gap="xs" wrap="nowrap" align="flex-end">
            <div style={{ flex: 1 }}>
              <PropertyField
                name={`${name} ${index + 1}`}
                spec={{ ...one, description: '' }}
                value={item}
                onChange={(given) => put(values.map((old, at) => (at === index ? (given ?? '') : old)))}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${name} ${index + 1}`}
              onClick={() => put(values.filter((_, at) => at !== index))}
            >
              <Icon name="close" size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="light"
          size="compact-sm"
          w="fit-content"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => put([...values, firstValue(spec)])}
        >
          Add
        </Button>
      </Stack>
    </Fieldset>
  );
}

function firstValue(spec: PropertySpec): PropertyValue {
  if (spec.type === 'compound') return {};
  if (spec.type === 'int' || spec.type === 'long' || spec.type === 'float')
    return typeof spec.min === 'number' ? spec.min : 0;
  if (spec.type === 'fraction') return [1, 1];
  if (spec.type === 'enum') return spec.values?.[0] ?? '';
  return spec.type === 'bool' ? false : '';
}
