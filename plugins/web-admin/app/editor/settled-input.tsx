import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A text that counts when its field is left, or by Enter; Escape takes back what was typed. */
export function SettledInput({
  value,
  complaint,
  onSettle,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange' | 'error'> & {
  readonly value: string;
  /** What is wrong with a text, which then does not count. */
  readonly complaint: (text: string) => string | undefined;
  readonly onSettle: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const error = complaint(text);
  const settle = (): void => {
    if (text !== value && error === undefined) onSettle(text);
  };
  return (
    <TextInput
      {...rest}
      value={text}
      error={error}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
        if (event.key === 'Escape') setText(value);
      }}
    />
  );
}
