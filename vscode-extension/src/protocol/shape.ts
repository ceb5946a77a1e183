/**
 * Shapes of what comes over the wire: each takes a value of unknown type and answers it typed, or says where it is wrong.
 *
 * Law: members that a shape does not know are left out, `null` is absent, and unknown words of open enums pass.
 */

export type Shape<T> = (value: unknown, at: string) => T;
export type Of<S> = S extends Shape<infer T> ? T : never;

/** A message is not what the protocol's pages say. */
export class Misshapen extends Error {}

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Members<R extends Shapes, O extends Shapes> = { readonly [K in keyof R]: Of<R[K]> } & { readonly [K in keyof O]?: Of<O[K]> };

export const text: Shape<string> = (value, at) => (typeof value === 'string' ? value : wrong(value, at, 'a text'));

export const number: Shape<number> = (value, at) => (typeof value === 'number' ? value : wrong(value, at, 'a number'));

export const flag: Shape<boolean> = (value, at) => (typeof value === 'boolean' ? value : wrong(value, at, 'true or false'));

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
    return (value, at) => (Array.isArray(value) ? value.map((it, index) => of(it, `${at}[${index}]`)) : wrong(value, at, 'a list'));
}

export function map<T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> {
    return (value, at) => Object.fromEntries(Object.entries(members(value, at)).map(([name, it]) => [name, of(it, `${at}.${name}`)]));
}

/** A closed enum: another word is an error. */
export function closed<const W extends string>(...words: readonly W[]): Shape<W> {
    return (value, at) => words.find((word) => word === value) ?? wrong(value, at, words.join(' or '));
}

/** An open enum: the words are those of today, and others are borne. */
export function open<const W extends string>(..._words: readonly W[]): Shape<W | (string & {})> {
    return text;
}

export function object<R extends Shapes, O extends Shapes = {}>(required: R, optional?: O): Shape<Members<R, O>> {
    return (value, at) => {
        const found = members(value, at);
        const told: Record<string, unknown> = {};
        for (const [name, shape] of Object.entries(required)) told[name] = shape(found[name] ?? undefined, `${at}.${name}`);
        for (const [name, shape] of Object.entries(optional ?? {})) {
            const member = found[name] ?? undefined;
            if (member !== undefined) told[name] = shape(member, `${at}.${name}`);
        }
        return told as Members<R, O>;
    };
}

/** No members, whether told as such or not at all. */
export const nothing: Shape<undefined> = () => undefined;

function members(value: unknown, at: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
    return wrong(value, at, 'an object');
}

function wrong(value: unknown, at: string, wanted: string): never {
    throw new Misshapen(`${at}: ${wanted}, please, and not ${value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100)}`);
}
