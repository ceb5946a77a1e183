package dev.testls.cli;

import dev.testls.engine.Live;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestClass;
import dev.testls.report.SourceLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a class's source stands, of those that the world knows. */
public record Sources(Live live) implements SourceLookup {
    @Override
    public Optional<Path> find(ModuleId module, String className) {
        int dollar = className.indexOf('$', 1);
        String top = dollar < 0 ? className : className.substring(0, dollar);
        Optional<Path> test = live.world().tests().find(module, top).map(TestClass::source).map(SourcePath::value);
        if (test.isPresent()) return test;
        String stem = top.replace('.', '/');
        return live.world().project().stream().flatMap(it -> it.modules().stream())
                .flatMap(it -> Stream.concat(it.testSourceRoots().stream(), it.sourceRoots().stream()))
                .flatMap(root -> Arrays.stream(Language.values()).map(it -> root.resolve(stem + it.ending()))).filter(Files::exists).findFirst();
    }
}
