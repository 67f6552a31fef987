import type { ReactNode } from 'react';
import css from './facts.module.css';

/** Names and values, one a line. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode, string?])[] }) {
  return (
    <dl className={css['facts']}>
      {facts.map(([name, value, about]) => (
        <div key={name} title={about}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
