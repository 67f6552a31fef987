import { Component, type ReactNode } from 'react';
import { ProblemAlert } from './problem';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a page that fails from taking the frame with it. */
export class Boundary extends Component<Props, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <ProblemAlert
        title="This page has failed"
        error={this.state.error}
        retry={() => {
          this.setState({ error: undefined });
        }}
      />
    );
  }
}
