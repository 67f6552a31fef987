import { Alert } from '@mantine/core';
import { useLive } from '../api/live';
import { Icon } from './icons';

/** Says so while the manager does not answer; what is shown is then as it was last known. */
export function LinkBanner() {
  const link = useLive((state) => state.link);
  if (link !== 'lost') return null;
  return (
    <Alert color="orange" variant="light" icon={<Icon name="unlink" />} mb="md" role="status">
      The manager does not answer. The streams go on without it; what you see is as it was last known. Trying
      again …
    </Alert>
  );
}
