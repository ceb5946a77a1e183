// What the tests share: a tree told as text, and screens that write down what is shown.

import type { Screen, Stage } from '../src/model/runs';
import type { Change, TestTree } from '../src/model/tree';
import type { TestItem } from '../src/protocol/messages';

/** A test by its id: `m`, `m/p.*`, `m/p.C`, `m/p.C#a()`, `m/p.C#a()/[1]`; with `+` at the end when there may be more below. */
export function item(text: string, parent?: string): TestItem {
    const canResolveChildren = text.endsWith('+');
    const id = canResolveChildren ? text.slice(0, -1) : text;
    const kind = id.includes('/[') ? 'invocation' : id.includes('#') ? 'method' : id.endsWith('.*') ? 'package' : id.includes('/') ? 'class' : 'module';
    return { id, kind, label: id, canResolveChildren, uri: `file:///w/${id.replace(/[#*].*/, '')}.java`, ...(parent === undefined ? {} : { parent }) };
}

/** Items of lines, each indented below the one that it is in. */
export function items(text: string, scope?: string): TestItem[] {
    const above: string[] = [];
    return text.split('\n').filter((line) => line.trim() !== '').map((line) => {
        const depth = (line.length - line.trimStart().length) / 2;
        const it = item(line.trim(), depth === 0 ? scope : above[depth - 1]);
        above[depth] = it.id;
        return it;
    });
}

export function drawn(tree: TestTree, scope?: string, indent = ''): string {
    return tree.children(scope).map((id) => `${indent}${id}\n${drawn(tree, id, indent + '  ')}`).join('');
}

export function told(change: Change): string {
    const steps = change.steps.map((step) => ('put' in step ? `put ${step.put.id}` : `remove ${step.remove.id}`));
    return [...steps, ...change.ask.map((it) => `ask ${it}`), ...change.elsewhere.map((it) => `elsewhere ${it}`)].join('\n');
}

/** Writes down what is shown, a line for each. */
export class PaperScreen implements Screen {
    constructor(readonly name: string, readonly paper: string[]) {}

    enqueued(id: string): void {
        this.#write(`enqueued ${id}`);
    }
    started(id: string): void {
        this.#write(`started ${id}`);
    }
    finished(id: string, result: { outcome: string }): void {
        this.#write(`${result.outcome} ${id}`);
    }
    output(text: string, id?: string): void {
        this.#write(`output ${id ?? ''}| ${text.trimEnd()}`);
    }
    covered(runId: string, files: readonly { uri: string; lines: { covered: number; total: number } }[]): void {
        for (const it of files) this.#write(`covered in ${runId} ${it.uri} ${it.lines.covered}/${it.lines.total}`);
    }
    couldNotRun(why: string): void {
        this.#write(`could not run: ${why}`);
    }
    end(): void {
        this.#write('end');
    }

    #write(line: string): void {
        this.paper.push(`${this.name}: ${line}`);
    }
}

export class PaperStage implements Stage {
    readonly paper: string[] = [];
    load: () => Promise<void> = async () => undefined;

    screenFor(run: { runId: string }): Screen | undefined {
        return new PaperScreen(run.runId, this.paper);
    }
    debuggerListening(host: string, port: number): void {
        this.paper.push(`attach to ${host}:${port}`);
    }
    trouble(run: { noTestsRun?: string }): void {
        this.paper.push(`trouble: ${run.noTestsRun ?? ''}`);
    }
    path(uri: string): string {
        return uri.replace('file:///w/', '');
    }
}
