/**
 * What an editor shows of tests, beside what the server says came of them.
 *
 * Law: a result that was shown is not shown again, and one of another run is, be it as red as the one before: its cause may be another.
 */

import type { LastResult } from '../protocol/messages';

interface Result {
    readonly outcome: string;
    /** Of two results of a test this tells whether they are one; absent where the server has forgotten it. */
    readonly durationMs?: number;
}

export class Shown {
    readonly #results = new Map<string, Result>();

    /** A run has shown it. */
    put(id: string, { outcome, durationMs }: Result): void {
        this.#results.set(id, { outcome, ...(durationMs === undefined ? {} : { durationMs }) });
    }

    /** Whether what the server says is what is shown. */
    is(id: string, last: LastResult): boolean {
        const shown = this.#results.get(id);
        if (shown?.outcome !== last.outcome) return false;
        return last.durationMs === undefined || shown.durationMs === undefined || last.durationMs === shown.durationMs;
    }

    forget(id: string): void {
        this.#results.delete(id);
    }
}
