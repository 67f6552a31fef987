import { Stack, Text } from '@mantine/core';
import type { PropertySpecs, PropertyValue, PropertyValues } from '../api/types';
import { PropertyField, type FieldProps } from './property-field';
import { formOrder } from './property-rules';

/** Fields for declared properties. The values are those that are given: what is absent has its default. */
export function PropertyForm({
  specs,
  values,
  onChange,
  problems = {},
  secrets = [],
  choices = {},
  disabled = false,
}: {
  readonly specs: PropertySpecs;
  readonly values: PropertyValues;
  readonly onChange: (values: PropertyValues, name: string) => void;
  /** What the manager says is wrong, by property. */
  readonly problems?: Readonly<Record<string, string>>;
  /** Secret properties that have a stored value, which is not told. */
  readonly secrets?: readonly string[];
  readonly choices?: Readonly<Record<string, FieldProps['choices']>>;
  readonly disabled?: boolean;
}) {
  const fields = formOrder(specs);
  if (fields.length === 0)
    return (
      <Text size="sm" c="dimmed">
        It has no properties.
      </Text>
    );
  const change = (name: string, value: PropertyValue | undefined): void => {
    const { [name]: _, ...rest } = values;
    onChange(value === undefined ? rest : { ...rest, [name]: value }, name);
  };
  return (
    <Stack gap="md">
      {fields.map(([name, spec]) => {
        const given = choices[name];
        return (
          <PropertyField
            key={name}
            name={name}
            spec={spec}
            value={values[name]}
            onChange={(value) => change(name, value)}
            problem={problems[name]}
            stored={secrets.includes(name)}
            disabled={disabled}
            {...(given ? { choices: given } : {})}
          />
        );
      })}
    </Stack>
  );
}
