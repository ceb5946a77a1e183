package dev.testls.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto} (one for each processor) or a number. */
final class WorkerCount implements ITypeConverter<Integer> {
    private static final int MOST = 256;

    @Override
    public Integer convert(String text) {
        if (text.equals("auto")) return Runtime.getRuntime().availableProcessors();
        if (text.matches("\\d{1,3}")) {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST) return count;
        }
        throw new TypeConversionException("'" + text + "' is no number of workers: write auto, or 1 to " + MOST);
    }
}
