import { Alert, Button, Card, Group, List, NavLink, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { planetLink } from '../api/planet-link';
import { useMay } from '../api/session';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { asked, stepsOf, type Answers } from './answers';
import { carryOut } from './finish';
import { offerQuery, planQuery, type Offer, type Plan, type PlanProblem } from './offer';
import { Playing } from './playing';
import { StepView } from './step-view';
import { Summary } from './summary';
import css from './wizard.module.css';

const PAUSE = 250;

/** The wizard: makes streams step by step. */
export default function WizardPage() {
  const isAdmin = useMay('admin');
  const client = useQueryClient();
  const { data: offer, error, refetch } = useQuery(offerQuery);
  const [round, setRound] = useState(0);
  const about = 'From a source to listeners, step by step. What you leave as it is works.';
  return (
    <Page title="Wizard" about={about}>
      {!isAdmin ? (
        <Alert icon={<Icon name="lock" />}>Only an admin can make streams.</Alert>
      ) : error ? (
        <ProblemAlert error={error} retry={() => void refetch()} />
      ) : !offer ? (
        <Waiting />
      ) : (
        <Steps
          key={round}
          offer={offer}
          again={() => {
            void client
              .resetQueries({ queryKey: offerQuery.queryKey })
              .then(() => setRound((one) => one + 1));
          }}
        />
      )}
    </Page>
  );
}

function Steps({ offer, again }: { readonly offer: Offer; readonly again: () => void }) {
  const [answers, setAnswers] = useState<Answers>({ scenario: offer.scenarios[0]?.id ?? 'live' });
  const [current, setCurrent] = useState('scenario');
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set(['scenario']));
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = stepsOf(offer, answers);
  const question = asked(offer, answers);
  const [settled] = useDebouncedValue(JSON.stringify(question), PAUSE);
  const plan = useQuery(planQuery(JSON.parse(settled) as object));
  const isKnown = settled === JSON.stringify(question) && !plan.isPlaceholderData && !plan.isFetching;
  const finish = useMutation({
    mutationFn: carryOut,
    onSuccess: () => {
      void planetLink.refresh();
    },
  });
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === current),
  );
  const step = steps[at];
  useEffect(() => {
    heading.current?.focus();
  }, [current, finish.isSuccess]);
  if (!step) return null;
  const problems = plan.data?.problems ?? [];
  const mine = problemsOf(problems, step.problems);
  const errors = step.id === 'summary' ? problems : mine;
  const isBlocked = errors.some(({ level }) => level === 'error');
  const go = (id: string | undefined): void => {
    if (id === undefined) return;
    setCurrent(id);
    setVisited((before) => new Set([...before, id]));
  };
  if (finish.isSuccess) {
    return (
      <Card withBorder>
        <Title order={2} ref={heading} tabIndex={-1} mb="md" style={{ outline: 'none' }}>
          It is made
        </Title>
        <Playing plan={finish.variables} again={again} />
      </Card>
    );
  }
  const isLast = at === steps.length - 1;
  return (
    <div className={css['steps']}>
      <nav aria-label="Steps of the wizard" className={css['side']}>
        {steps.map(({ id, label, problems: of }, index) => {
          const isWrong = visited.has(id) && problemsOf(problems, of).some(({ level }) => level === 'error');
          return (
            <NavLink
              key={id}
              component="button"
              type="button"
              label={`${index + 1}. ${label}`}
              active={id === step.id}
              disabled={!visited.has(id) && id !== step.id}
              aria-current={id === step.id ? 'step' : undefined}
              onClick={() => go(id)}
              rightSection={
                isWrong ? (
                  <Icon name="error" size={14} />
                ) : visited.has(id) && index < at ? (
                  <Icon name="check" size={14} />
                ) : null
              }
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
            />
          );
        })}
      </nav>
      <Card withBorder component="section" aria-labelledby="wizard-step">
        <Title order={2} id="wizard-step" ref={heading} tabIndex={-1} mb="md" style={{ outline: 'none' }}>
          {step.label}
        </Title>
        <Stack gap="lg">
          {step.id === 'summary' ? (
            <SummaryStep plan={plan.data} isKnown={isKnown} />
          ) : (
            <StepView
              id={step.id}
              offer={offer}
              answers={answers}
              problems={byProperty(mine)}
              onChange={(change) => setAnswers((before) => ({ ...before, ...change }))}
            />
          )}
          <Problems problems={errors} />
          {plan.error && <ProblemAlert error={plan.error} retry={() => void plan.refetch()} />}
          {finish.error && <ProblemAlert title="It could not be made" error={finish.error} />}
          <Group justify="space-between">
            <Button
              variant="default"
              disabled={at === 0}
              leftSection={<Icon name="back" size={16} />}
              onClick={() => go(steps[at - 1]?.id)}
            >
              Back
            </Button>
            {isLast ? (
              <Button
                disabled={isBlocked || !isKnown || !plan.data}
                loading={finish.isPending}
                leftSection={<Icon name="check" size={16} />}
                onClick={() => {
                  if (plan.data) finish.mutate(plan.data);
                }}
              >
                Finish
              </Button>
            ) : (
              <Button
                disabled={isBlocked || !isKnown}
                rightSection={<Icon name="forward" size={16} />}
                onClick={() => go(steps[at + 1]?.id)}
              >
                Forward
              </Button>
            )}
          </Group>
        </Stack>
      </Card>
    </div>
  );
}

function SummaryStep({ plan, isKnown }: { readonly plan: Plan | undefined; readonly isKnown: boolean }) {
  if (!plan) return <Waiting />;
  return (
    <div aria-busy={!isKnown}>
      <Summary plan={plan} />
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly PlanProblem[] }) {
  if (problems.length === 0) return null;
  const isWrong = problems.some(({ level }) => level === 'error');
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

function problemsOf(problems: readonly PlanProblem[], steps: readonly string[]): readonly PlanProblem[] {
  return problems.filter(({ step }) => step !== undefined && steps.includes(step));
}

function byProperty(problems: readonly PlanProblem[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    problems.flatMap(({ property, text }) => (property === undefined ? [] : [[property, text] as const])),
  );
}
