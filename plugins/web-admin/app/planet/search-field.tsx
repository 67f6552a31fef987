import { TextInput } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';
import { Icon } from '../frame/icons';

/** Milliseconds without a key after which what is sought is told. */
const PAUSE = 120;

/**
 * Where one types what is sought. The text is its own while somebody types: what is told goes by way of the address, and
 * comes back too late for the next key.
 */
export const SearchField = memo(function SearchField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    // Changed by somebody else, as by going back.
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return undefined;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, onChange]);
  return (
    <TextInput
      aria-label="Search"
      placeholder="Search"
      leftSection={<Icon name="search" size={16} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      w={{ base: '100%', xs: 220 }}
    />
  );
});
