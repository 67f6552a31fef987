import { NavLink } from '@mantine/core';
import { Icon } from '../frame/icons';
import type { Step } from './answers';
import css from './wizard.module.css';

/** The steps of the way that was chosen; one goes back to those that one has been at. */
export function StepsNav({
  steps,
  at,
  visited,
  isWrong,
  onGo,
}: {
  readonly steps: readonly Step[];
  /** Index of the step that is shown. */
  readonly at: number;
  readonly visited: ReadonlySet<string>;
  readonly isWrong: (step: Step) => boolean;
  readonly onGo: (id: string) => void;
}) {
  return (
    <nav aria-label="Steps of the wizard" className={css['side']}>
      {steps.map((step, index) => {
        const { id, label } = step;
        const seen = visited.has(id);
        return (
          <NavLink
            key={id}
            component="button"
            type="button"
            label={`${index + 1}. ${label}`}
            active={index === at}
            disabled={!seen && index !== at}
            aria-disabled={!seen && index !== at}
            tabIndex={!seen && index !== at ? -1 : 0}
            aria-current={index === at ? 'step' : undefined}
            onClick={() => onGo(id)}
            rightSection={
              seen && isWrong(step) ? (
                <Icon name="error" size={14} />
              ) : seen && index < at ? (
                <Icon name="check" size={14} />
              ) : null
            }
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        );
      })}
    </nav>
  );
}
