import { Accordion, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { PropertyValue, PropertyValues } from '../api/types';
import { PropertyField } from '../forms/property-field';
import { Icon } from '../frame/icons';
import { shownValues, withValue } from './answers';
import { FilesModal } from './files-modal';
import type { Field } from './offer';

/** What fields are drawn of. */
export interface FieldsProps {
  /** Pages of fields; those after the first are folded away. */
  readonly pages: readonly (readonly Field[])[];
  readonly answered: PropertyValues | undefined;
  readonly onChange: (answered: PropertyValues) => void;
  readonly worker: string;
  /** What is wrong, by property. */
  readonly problems: Readonly<Record<string, string>>;
}

/** Fields of the properties that are asked for. */
export function Fields({ pages, answered, onChange, worker, problems }: FieldsProps) {
  const [first = [], ...others] = pages;
  const more = others.flat();
  const all = pages.flat();
  const shown = shownValues(all, answered);
  const one = (field: Field) => (
    <OneField
      key={field.name}
      field={field}
      value={shown[field.name]}
      worker={worker}
      problem={problems[field.name]}
      onChange={(value) => onChange(withValue(all, answered, field.name, value))}
    />
  );
  const isWrong = more.some(({ name }) => problems[name] !== undefined);
  return (
    <>
      <Stack gap="md">{first.map(one)}</Stack>
      {more.length > 0 && (
        <Accordion variant="contained" defaultValue={isWrong ? 'more' : null}>
          <Accordion.Item value="more">
            <Accordion.Control>More</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">{more.map(one)}</Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </>
  );
}

function OneField({
  field: { name, spec },
  value,
  worker,
  problem,
  onChange,
}: {
  readonly field: Field;
  readonly value: PropertyValue | undefined;
  readonly worker: string;
  readonly problem: string | undefined;
  readonly onChange: (value: PropertyValue | undefined) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const { path } = spec;
  return (
    <div>
      <PropertyField name={name} spec={spec} value={value} onChange={onChange} problem={problem} />
      {path !== undefined && (
        <Button
          mt={6}
          size="compact-sm"
          variant="light"
          leftSection={<Icon name="search" size={14} />}
          disabled={worker === ''}
          onClick={() => setOpen(true)}
          aria-label={`Browse for ${name}`}
        >
          Browse…
        </Button>
      )}
      {isOpen && path !== undefined && (
        <FilesModal
          worker={worker}
          kind={path}
          onClose={() => setOpen(false)}
          onChoose={(chosen) => {
            setOpen(false);
            onChange(
              spec.multiple === true
                ? [...(Array.isArray(value) ? (value as readonly PropertyValue[]) : []), chosen]
                : chosen,
            );
          }}
        />
      )}
    </div>
  );
}
