import { Alert, Anchor, List } from '@mantine/core';
import { Icon } from '../frame/icons';
import { nameOf } from './problems';
import type { FlowProblem } from './queries';

/** Everything that is wrong or strange; each leads to its component. */
export function ProblemList({
  problems,
  onChoose,
}: {
  readonly problems: readonly FlowProblem[];
  readonly onChoose: (name: string) => void;
}) {
  if (problems.length === 0) return null;
  const isWrong = problems.some(({ level }) => level === 'error');
  return (
    <Alert
      color={isWrong ? 'red' : 'yellow'}
      icon={<Icon name={isWrong ? 'error' : 'warning'} />}
      role="alert"
    >
      <List size="sm">
        {problems.map((problem, at) => {
          const name = nameOf(problem);
          return (
            <List.Item key={at} className="break">
              {name !== '' && (
                <>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    c="inherit"
                    fw={500}
                    underline="always"
                    onClick={() => onChoose(name)}
                  >
                    {name}
                  </Anchor>
                  {': '}
                </>
              )}
              {problem.text}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}
