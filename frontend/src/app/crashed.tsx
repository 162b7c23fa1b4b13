import { Component, type ErrorInfo, type ReactNode } from "react";

import { messageOf } from "../api/problem.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";

interface Props {
  readonly children: ReactNode;
  /** What is shown: another one is tried anew. */
  readonly about: string;
}

interface State {
  readonly error: unknown;
  readonly about: string;
}

/** Keeps a view that fails from taking the whole page with it. */
export class Crashed extends Component<Props, State> {
  override state: State = { error: null, about: this.props.about };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.about === state.about ? null : { error: null, about: props.about };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const again = (
      <Button look="main" onClick={() => window.location.reload()}>
        Load the page again
      </Button>
    );
    return (
      <Empty title="This view has failed" actions={again}>
        {messageOf(error)}
      </Empty>
    );
  }
}
