/**
 * What class files say of the code, and who uses whom, as immutable values.
 *
 * <p>Start at {@link Graph}; {@link ClassFacts} says what is known of one class, {@link GraphReader} brings a graph up to
 * date. The sole importer of ASM. Knows nothing of tests. Values may be used on any thread; a reader by one at a time.
 *
 * <p><b>Law:</b> facts are equal when what they tell of is; debug information and the order of a constant pool tell nothing.
 */
@NullMarked
package dev.testls.graph;

import org.jspecify.annotations.NullMarked;
