import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { typesQuery, type TypeSummary } from './queries';

/** Kinds of components in the order in which media goes through them. */
const KINDS = ['producer', 'converter', 'combiner', 'encoder', 'decoder', 'muxer', 'consumer'];

/** Adds a component of a type that is installed. */
export function AddComponent({ onAdd }: { readonly onAdd: (type: string) => void }) {
  const { data } = useQuery(typesQuery);
  return (
    <Select
      aria-label="Add a component"
      placeholder="Add a component…"
      data={byKind(data?.components ?? [])}
      value={null}
      searchable
      maw={360}
      onChange={(type) => {
        if (type !== null) onAdd(type);
      }}
    />
  );
}

function byKind(types: readonly TypeSummary[]): { group: string; items: string[] }[] {
  const kinds = [...new Set([...KINDS, ...types.map(({ kind = '' }) => kind)])];
  return kinds
    .map((group) => ({
      group,
      items: types.filter(({ kind = '' }) => kind === group).map(({ type }) => type),
    }))
    .filter(({ items }) => items.length > 0);
}
