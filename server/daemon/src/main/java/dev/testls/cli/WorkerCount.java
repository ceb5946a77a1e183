package dev.testls.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto} (one for each processor, and one for tests that mostly wait) or a number. */
final class WorkerCount implements ITypeConverter<WorkerCount.Count> {
    private static final int MOST = 256;

    @Override
    public Count convert(String text) {
        if (text.equals("auto")) return new Count(Runtime.getRuntime().availableProcessors(), 1);
        if (text.matches("\\d{1,3}")) {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST) return new Count(count, 0);
        }
        throw new TypeConversionException("'" + text + "' is no number of workers: write auto, or 1 to " + MOST);
    }

    /**
     * How many JVMs.
     *
     * @param besides how many more, for classes that mostly wait
     */
    record Count(int workers, int besides) {}
}
