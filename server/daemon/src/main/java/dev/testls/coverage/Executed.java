package dev.testls.coverage;

import dev.testls.model.TestId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jacoco.core.data.ExecutionDataReader;
import org.jacoco.core.data.ExecutionDataStore;

/** What a run's JVMs have executed, added up as they tell it. Belongs to the thread of its run. */
public final class Executed {
    final ExecutionDataStore all = new ExecutionDataStore();
    /** By method; invocations count for theirs. */
    final Map<TestId, ExecutionDataStore> byTest = new TreeMap<>();

    /**
     * @param test the one that executed it; empty: nobody knows which
     * @param data in JaCoCo's format
     * @throws IOException when it is in no such format, or of classes that differ from those of before
     */
    public void add(Optional<TestId> test, byte[] data) throws IOException {
        read(data, all);
        if (test.isPresent()) read(data, byTest.computeIfAbsent(test.get().declared(), it -> new ExecutionDataStore()));
    }

    private static void read(byte[] data, ExecutionDataStore store) throws IOException {
        ExecutionDataReader reader = new ExecutionDataReader(new ByteArrayInputStream(data));
        reader.setSessionInfoVisitor(session -> {});
        reader.setExecutionDataVisitor(store);
        try {
            reader.read();
        } catch (IllegalStateException e) {
            throw new IOException("coverage of classes that differ: " + e.getMessage(), e);
        }
    }
}
