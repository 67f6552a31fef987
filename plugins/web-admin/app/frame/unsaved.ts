import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { confirmed } from './confirm';

/** Asks before a page is left on which something was changed and not saved. */
export function useUnsaved(isChanged: boolean): void {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void confirmed({
      title: 'Leave without applying?',
      text: 'What you changed here is not applied yet, and is lost when you leave.',
      confirm: 'Leave',
      danger: true,
    }).then((isLeaving) => {
      if (isLeaving) blocker.proceed();
      else blocker.reset();
    });
  }, [blocker]);
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [isChanged]);
}
