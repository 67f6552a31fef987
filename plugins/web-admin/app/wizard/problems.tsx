import { Alert, List, Text } from '@mantine/core';
import { Icon } from '../frame/icons';
import type { PlanProblem } from './offer';

/** What is wrong with the answers of a step. */
export function Problems({ problems }: { readonly problems: readonly PlanProblem[] }) {
  if (problems.length === 0) return null;
  const isWrong = hasErrors(problems);
  return (
    <Alert
      color={isWrong ? 'red' : 'yellow'}
      icon={<Icon name={isWrong ? 'error' : 'warning'} />}
      role="alert"
    >
      <List size="sm">
        {problems.map(({ text }) => (
          <List.Item key={text}>
            <Text size="sm" className="break">
              {text}
            </Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Whether something forbids what was answered. */
export function hasErrors(problems: readonly PlanProblem[]): boolean {
  return problems.some(({ level }) => level === 'error');
}

/** The problems of some steps of a plan. */
export function problemsOf(
  problems: readonly PlanProblem[],
  steps: readonly string[],
): readonly PlanProblem[] {
  return problems.filter(({ step }) => step !== undefined && steps.includes(step));
}

/** Problems for the fields that they are about. */
export function byProperty(problems: readonly PlanProblem[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    problems.flatMap(({ property, text }) => (property === undefined ? [] : [[property, text] as const])),
  );
}
