import { Alert, Button, Group, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { errorWords, furtherProblems } from './error-words';
import { Icon } from './icons';

/** An error where it happened, with the way out. */
export function ProblemAlert({
  error,
  title,
  retry,
}: {
  readonly error: unknown;
  readonly title?: string;
  /** Tries again. */
  readonly retry?: () => void;
}) {
  const { text, advice } = errorWords(error);
  const problems = furtherProblems(error);
  return (
    <Alert color="red" variant="light" icon={<Icon name="error" />} title={title} role="alert">
      <Text size="sm" className="break">
        {text}
      </Text>
      {advice !== undefined && (
        <Text size="sm" mt={4} className="break">
          {advice}
        </Text>
      )}
      {problems.length > 0 && (
        <List size="sm" mt="xs">
          {problems.map((problem, index) => (
            <List.Item key={index}>{problem.text}</List.Item>
          ))}
        </List>
      )}
      {retry && (
        <Group mt="xs">
          <Button size="compact-sm" variant="light" color="red" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}

const CLOSE = { 'aria-label': 'Close' };

/** Tells of an error that has no place on the page, such as that of a button. */
export function tellProblem(title: string, error: unknown): void {
  const { text, advice } = errorWords(error);
  notifications.show({
    title,
    message: advice === undefined ? text : `${text} ${advice}`,
    color: 'red',
    icon: <Icon name="error" />,
    autoClose: 12_000,
    closeButtonProps: CLOSE,
  });
}

/** Tells in a few words that something has been done. */
export function tellDone(message: string): void {
  notifications.show({
    message,
    color: 'green',
    icon: <Icon name="check" />,
    autoClose: 3000,
    closeButtonProps: CLOSE,
  });
}
