import { Alert, Button, Group, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ApiError, type Problem } from '../api/client';
import { words } from './words';
import { Icon } from './icons';

/** What an error says, for people. */
export function errorWords(error: unknown): { text: string; advice?: string | undefined } {
  if (error instanceof ApiError && isOfFields(error))
    return { text: error.problems.map(fieldText).join(' ') };
  if (error instanceof ApiError) return { text: error.message, advice: error.advice };
  return { text: error instanceof Error ? error.message : String(error) };
}

/** Whether fields of a form are wrong: people know those, and nothing of the body of a request. */
function isOfFields({ code, problems }: ApiError): boolean {
  return code === 'body-invalid' && problems.length > 0 && problems.every(({ field = '' }) => field !== '');
}

function fieldText({ field = '', text }: Problem): string {
  return `${words(field)}: ${text}.`;
}

/** What is wrong with a field of a form by what the manager answered; undefined where it says nothing of it. */
export function fieldProblem(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problems.find(({ field }) => field === name)?.text;
}

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
  // Most errors say in their sentence what their problems are.
  const problems =
    error instanceof ApiError && !isOfFields(error)
      ? error.problems.filter((problem) => !text.includes(problem.text))
      : [];
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
