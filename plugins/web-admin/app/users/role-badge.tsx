import { Badge, Tooltip } from '@mantine/core';
import { ROLES, type AccountRole } from './accounts';

const COLOURS: Readonly<Record<AccountRole, string>> = {
  admin: 'indigo',
  operator: 'teal',
  viewer: 'gray',
  worker: 'grape',
};

/** A role in a word; what it may do on pointing at it. */
export function RoleBadge({ role }: { readonly role: AccountRole }) {
  return (
    <Tooltip label={ROLES[role]}>
      <Badge variant="light" color={COLOURS[role]} tt="none">
        {role}
      </Badge>
    </Tooltip>
  );
}
