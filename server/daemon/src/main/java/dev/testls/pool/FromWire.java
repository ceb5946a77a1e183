package dev.testls.pool;

import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.Thrown;
import dev.testls.worker.wire.ToDaemon.Finished;
import java.util.Optional;

/** The worker's words and ours. */
final class FromWire {
    private FromWire() {}

    static TestDescriptor descriptor(ModuleId module, Node node) {
        TestId id = new TestId(module, node.className, node.method, node.invocation);
        return new TestDescriptor(id, kind(node.kind), node.engine, node.uniqueId, node.displayNames, node.legacyName,
                node.sourceClass, node.sourceMethod, node.parameterTypes, node.parentUniqueId);
    }

    /** Empty for a container of which there is nothing to report. */
    static Optional<Outcome> outcome(Finished.End end) {
        return switch (end) {
            case PASSED -> Optional.of(Outcome.PASSED);
            case FAILED -> Optional.of(Outcome.FAILED);
            case ERROR -> Optional.of(Outcome.ERROR);
            case SKIPPED -> Optional.of(Outcome.SKIPPED);
            case DONE -> Optional.empty();
        };
    }

    static Failure failure(Thrown thrown) {
        Optional<String> expected = thrown.compares ? Optional.of(thrown.expected) : Optional.empty();
        Optional<String> actual = thrown.compares ? Optional.of(thrown.actual) : Optional.empty();
        return new Failure(thrown.type, thrown.message, thrown.trace, expected, actual);
    }

    static Batch batch(TestBatch batch) {
        return new Batch(
                batch.classes().stream().map(it -> new Batch.Choice(it.className(), it.tests())).toList(),
                Batch.Provider.valueOf(batch.provider().name()), batch.includeTags(), batch.excludeTags(), batch.includeEngines(), batch.excludeEngines(),
                batch.configurationParameters(), batch.together());
    }

    private static TestDescriptor.Kind kind(Node.Kind kind) {
        return switch (kind) {
            case CLASS -> TestDescriptor.Kind.CLASS;
            case CONTAINER -> TestDescriptor.Kind.CONTAINER;
            case TEST -> TestDescriptor.Kind.TEST;
        };
    }
}
