import { Alert, Button, Card, Group, Stack, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiError } from '../api/client';
import { planetLink } from '../api/planet-link';
import { useMay } from '../api/session';
import { Icon } from '../frame/icons';
import { Page } from '../frame/page';
import { ProblemAlert } from '../frame/problem';
import { Waiting } from '../frame/waiting';
import { asked } from './answers';
import { carryOut } from './finish';
import { forgetAnswers, keepMade, keptMade } from './kept';
import { offerQuery, planQuery, type Offer } from './offer';
import { Playing } from './playing';
import { byProperty, hasErrors, Problems, problemsOf } from './problems';
import { StepView } from './step-view';
import { StepsNav } from './steps-nav';
import { Summary } from './summary';
import { useWay } from './use-way';
import css from './wizard.module.css';

const PAUSE = 250;
/** In place of a step, in the address: it is made. */
const MADE = 'made';

/** The wizard: makes streams step by step. */
export default function WizardPage() {
  const isAdmin = useMay('admin');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: offer, error, refetch } = useQuery(offerQuery);
  const [round, setRound] = useState(0);
  const [query, setQuery] = useSearchParams();
  // In the address too, so that the page which plays it is still there when it is loaded anew.
  const [made, setMade] = useState(() => (query.get('step') === MADE ? keptMade(sessionStorage) : undefined));
  const about = 'From a source to listeners, step by step. What you leave as it is works.';
  const again = async (): Promise<void> => {
    forgetAnswers(sessionStorage);
    await navigate('/wizard', { replace: true });
    await client.resetQueries({ queryKey: offerQuery.queryKey });
    setRound((one) => one + 1);
    setMade(undefined);
  };
  return (
    <Page title="Wizard" about={about}>
      {!isAdmin ? (
        <Alert icon={<Icon name="lock" />}>Only an admin can make streams.</Alert>
      ) : error ? (
        <ProblemAlert error={error} retry={() => void refetch()} />
      ) : !offer ? (
        <Waiting />
      ) : made ? (
        <Made offer={offer} streams={made} again={() => void again()} />
      ) : (
        <Steps
          key={round}
          offer={offer}
          again={() => void again()}
          onMade={(streams) => {
            keepMade(sessionStorage, streams);
            setMade(streams);
            setQuery({ step: MADE }, { replace: true });
          }}
        />
      )}
    </Page>
  );
}

/** The last page: what was made, playing. */
function Made({
  offer,
  streams,
  again,
}: {
  readonly offer: Offer;
  readonly streams: readonly string[];
  readonly again: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <Card withBorder>
      <Title order={2} ref={heading} tabIndex={-1} mb="md" style={{ outline: 'none' }}>
        It is made
      </Title>
      <Playing streams={streams} servers={offer.servers.map(({ type }) => type)} again={again} />
    </Card>
  );
}

function Steps({
  offer,
  again,
  onMade,
}: {
  readonly offer: Offer;
  readonly again: () => void;
  /** Told the full ids of the streams that were made. */
  readonly onMade: (streams: readonly string[]) => void;
}) {
  const way = useWay(offer);
  const { answers, steps, at, visited } = way;
  const heading = useRef<HTMLHeadingElement>(null);
  const question = asked(offer, answers);
  const [settled] = useDebouncedValue(JSON.stringify(question), PAUSE);
  const plan = useQuery(planQuery(JSON.parse(settled) as object));
  const isKnown = settled === JSON.stringify(question) && !plan.isPlaceholderData && !plan.isFetching;
  const finish = useMutation({
    mutationFn: carryOut,
    onSuccess: (_, { streams }) => {
      onMade(streams.map(({ component }) => component));
      void planetLink.refresh();
    },
    // What is there may have changed; the plan is made anew on what is there now.
    onError: () => void plan.refetch(),
  });
  const step = steps[at];
  useEffect(() => {
    heading.current?.focus();
  }, [step?.id]);
  if (!step) return null;
  const problems = plan.data?.problems ?? [];
  const mine = problemsOf(problems, step.problems);
  const told = step.id === 'summary' ? problems : mine;
  const isBlocked = hasErrors(told);
  return (
    <div className={css['steps']}>
      <StepsNav
        steps={steps}
        at={at}
        visited={visited}
        isWrong={({ problems: of }) => hasErrors(problemsOf(problems, of))}
        onGo={way.go}
      />
      <Card withBorder component="section" aria-labelledby="wizard-step">
        <Title order={2} id="wizard-step" ref={heading} tabIndex={-1} mb="md" style={{ outline: 'none' }}>
          {step.label}
        </Title>
        <Stack gap="lg">
          {step.id !== 'summary' ? (
            <StepView
              id={step.id}
              offer={offer}
              answers={answers}
              problems={byProperty(mine)}
              onChange={way.answer}
            />
          ) : plan.data ? (
            <div aria-busy={!isKnown}>
              <Summary plan={plan.data} />
            </div>
          ) : (
            <Waiting />
          )}
          <Problems problems={told} />
          {plan.error && <ProblemAlert error={plan.error} retry={() => void plan.refetch()} />}
          {finish.error && <ProblemAlert title={failure(finish.error)} error={finish.error} />}
          <Group justify="space-between">
            <Group gap="xs">
              <Button
                variant="default"
                disabled={at === 0}
                leftSection={<Icon name="back" size={16} />}
                onClick={way.back}
              >
                Back
              </Button>
              {visited.size > 1 && (
                <Button variant="subtle" color="gray" onClick={again}>
                  Begin anew
                </Button>
              )}
            </Group>
            {at === steps.length - 1 ? (
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
                onClick={() => way.go(steps[at + 1]?.id)}
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

function failure(error: unknown): string {
  return error instanceof ApiError && error.status === 412
    ? 'Somebody has changed the flow meanwhile. Your answers are kept; look at the summary and finish again'
    : 'It could not be made';
}
