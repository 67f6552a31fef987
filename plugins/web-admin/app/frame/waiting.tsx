import { Center, Loader } from '@mantine/core';

/** While something is loaded. */
export function Waiting() {
  return (
    <Center py="xl">
      <Loader role="status" aria-label="Loading" />
    </Center>
  );
}
