import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';

/** Asks before something that cannot be taken back, or that others notice. */
export function confirmed({
  title,
  text,
  confirm,
  danger = false,
}: {
  readonly title: string;
  readonly text: string;
  /** What the button that agrees says. */
  readonly confirm: string;
  readonly danger?: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: (
        <Text size="sm" className="break">
          {text}
        </Text>
      ),
      labels: { confirm, cancel: 'Cancel' },
      // White on a paler red cannot be read by everybody.
      confirmProps: { color: danger ? 'red.9' : 'indigo' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
}
