import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

/** The top of a page, with its actions at the right, and what is below. */
export function Page({
  title,
  about,
  actions,
  children,
  wide = false,
}: {
  readonly title: string;
  /** One sentence under the title. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Takes the whole width, as tables and graphs do. */
  readonly wide?: boolean;
}) {
  useDocumentTitle(`${title} · Flumotion`);
  return (
    <Stack gap="md" maw={wide ? undefined : 1200} mx={wide ? undefined : 'auto'} w="100%">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Title order={1} className="break">
            {title}
          </Title>
          {about !== undefined && (
            <Text size="sm" c="dimmed" component="div">
              {about}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
