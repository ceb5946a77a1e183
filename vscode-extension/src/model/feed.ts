/**
 * The order of what is heard.
 *
 * Law: news are handled in the order in which they came, and none while a question about the tree is open. So an answer that
 * tells of less than news that came before it is never put over them, and what an answer tells early is told again by the news.
 */
export class Feed {
    #waiting: (() => void)[] = [];
    /** So many of those that wait were handled: taking each away from the front would move all others. */
    #handled = 0;
    #questions = 0;
    #going = false;

    /** Handles news, now or when it is its turn. */
    news(handle: () => void): void {
        this.#waiting.push(handle);
        this.#go();
    }

    /** To be called by a handler that cannot go on before a question is answered: it is called again after that. */
    again(handle: () => void): void {
        this.#waiting.splice(0, this.#handled, handle);
        this.#handled = 0;
    }

    async question<T>(ask: () => Promise<T>): Promise<T> {
        this.#questions++;
        try {
            return await ask();
        } finally {
            this.#questions--;
            this.#go();
        }
    }

    /** What waits is of no interest any longer. */
    clear(): void {
        this.#waiting = [];
        this.#handled = 0;
    }

    #go(): void {
        // News that come while one is handled wait until it has been.
        if (this.#going) return;
        this.#going = true;
        try {
            while (this.#questions === 0) {
                const next = this.#waiting[this.#handled++];
                if (next === undefined) {
                    this.clear();
                    return;
                }
                next();
            }
        } finally {
            this.#going = false;
        }
    }
}
