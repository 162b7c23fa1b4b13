import { autocompletion, closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  ensureSyntaxTree,
  HighlightStyle,
  syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";

import { complete } from "./completion.ts";
import css from "./editor.module.css";
import { type Span, spanOf, spanOfMessage } from "./places.ts";
import type { Wrong } from "./validity.ts";

interface EditorProps {
  /** What it begins with. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly wrong: readonly Wrong[];
  /** One of `wrong` that is to be shown; a new object shows it again. */
  readonly shown: { readonly wrong: Wrong } | null;
}

const PARSE_MS = 200;

/** A scenario's file, with what is wrong marked in place. */
export function Editor({ text, onText, wrong, shown }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const heard = useRef(onText);
  useEffect(() => {
    heard.current = onText;
  });
  useEffect(() => {
    if (box.current === null) return undefined;
    const made = opened(box.current, text, (now) => heard.current(now));
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [text]);
  useEffect(() => {
    if (view.current !== null) mark(view.current, wrong);
  }, [wrong]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || shown === null) return;
    const { from, to } = placed(editor, shown.wrong);
    editor.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    editor.focus();
  }, [shown]);
  return <div ref={box} className={css.editor} />;
}

function opened(parent: Element, doc: string, onText: (text: string) => void): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({ doc, extensions: extensions(onText) }),
  });
}

function mark(editor: EditorView, wrong: readonly Wrong[]): void {
  const marks = wrong.map((one): Diagnostic => ({
    ...placed(editor, one),
    severity: "error",
    message: one.message,
  }));
  editor.dispatch(setDiagnostics(editor.state, marks));
}

function placed(editor: EditorView, { where, message }: Wrong): Span {
  const { state } = editor;
  const text = state.doc.toString();
  if (where === null) return spanOfMessage(message, text);
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS) ?? syntaxTree(state);
  return spanOf(where, text, tree);
}

function extensions(onText: (text: string) => void) {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    closeBrackets(),
    autocompletion({ override: [complete] }),
    lintGutter(),
    yaml(),
    syntaxHighlighting(COLOURS),
    // Escape, then Tab, leaves the editor: so a keyboard is not caught in it.
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ "aria-label": "Scenario file, YAML" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
    }),
  ];
}

const COLOURS = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--accent)" },
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: [tags.string, tags.content], color: "var(--text)" },
  { tag: tags.comment, color: "var(--text-soft)", fontStyle: "italic" },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: "var(--text-soft)",
  },
]);
