package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jdt.core.compiler.CategorizedProblem;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.core.compiler.CompilationProgress;
import org.eclipse.jdt.core.compiler.IProblem;
import org.eclipse.jdt.internal.compiler.ClassFile;
import org.eclipse.jdt.internal.compiler.CompilationResult;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.env.INameEnvironment;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblem;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblemFactory;

/** One go of ECJ over some sources; writes nothing. */
final class CompilerEcj {
    private CompilerEcj() {}

    /**
     * What ECJ made of a source.
     *
     * @param classes class files by binary name; those of a source with errors tell its shape, and are not for running
     * @param duplicate whether it declares a type that another source declares too
     */
    record Result(
            Map<String, byte[]> classes, References references, List<Problem> errors, boolean duplicate) {}

    /**
     * Compiles the sources together.
     *
     * @return by path; a source is missing when ECJ gave up
     * @throws java.util.concurrent.CancellationException when stopping was asked for
     */
    static Map<String, Result> compile(
            Cancel cancel, INameEnvironment names, Map<String, String> options, Collection<CompilerSource> sources,
            Consumer<String> compiled) {
        Map<String, CompilerSource> byPath = new LinkedHashMap<>();
        sources.forEach(source -> byPath.put(source.path(), source));
        Map<String, Result> results = new HashMap<>();
        CompilerOptions compilerOptions = new CompilerOptions(options);
        compilerOptions.produceReferenceInfo = true;
        compilerOptions.parseLiteralExpressionsAsConstants = true;
        compilerOptions.maxProblemsPerUnit = 0;
        var compiler = new CompilerNumbering(
                names, DefaultErrorHandlingPolicies.proceedWithAllProblems(), compilerOptions,
                result -> {
                    CompilerSource source = byPath.get(new String(result.getFileName()));
                    results.put(source.path(), resultOf(source, result));
                    compiled.accept(source.path());
                },
                new DefaultProblemFactory(Locale.ENGLISH), new PrintWriter(Writer.nullWriter()), new Stop(cancel));
        try {
            compiler.compile(byPath.values().toArray(ICompilationUnit[]::new));
        } catch (RuntimeException | StackOverflowError e) {
            // ECJ fell over its own feet; what it finished is told, and javac will see to the rest.
            cancel.check();
        }
        cancel.check();
        return results;
    }

    private static Result resultOf(CompilerSource source, CompilationResult result) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (ClassFile classFile : result.getClassFiles()) {
            classes.put(new String(classFile.fileName()), classFile.getBytes());
        }
        List<Problem> errors = new ArrayList<>();
        boolean duplicate = false;
        CategorizedProblem[] problems = result.getErrors();
        for (CategorizedProblem problem : problems == null ? new CategorizedProblem[0] : problems) {
            errors.add(problemOf(source, problem));
            duplicate |= problem.getID() == IProblem.DuplicateTypes;
        }
        return new Result(classes, referencesOf(result), errors, duplicate);
    }

    private static References referencesOf(CompilationResult result) {
        if (result.simpleNameReferences == null || result.qualifiedReferences == null) return References.ALL;
        TreeSet<String> qualified = new TreeSet<>();
        for (char[][] name : result.qualifiedReferences) {
            String text = new String(CharOperation.concatWith(name, '/'));
            if (!text.startsWith("java/")) qualified.add(text);
        }
        String[] simple = Arrays.stream(result.simpleNameReferences).map(String::new).sorted().distinct()
                .toArray(String[]::new);
        String packageName = result.packageName == null ? ""
                : new String(CharOperation.concatWith(result.packageName, '/'));
        return new References(false, packageName, simple, qualified.toArray(String[]::new));
    }

    private static Problem problemOf(CompilerSource source, CategorizedProblem problem) {
        int line = problem.getSourceLineNumber();
        int column = problem instanceof DefaultProblem known ? known.getSourceColumnNumber() : 0;
        String sourceLine = source.line(line);
        int length = Math.max(1, problem.getSourceEnd() - problem.getSourceStart() + 1);
        return new Problem(
                Problem.Severity.ERROR, Optional.of(SourcePath.of(source.path())), line, column,
                Math.min(length, Math.max(1, sourceLine.length() - Math.max(0, column - 1))), problem.getMessage(),
                sourceLine);
    }

    /** Ends ECJ between two sources. */
    private static final class Stop extends CompilationProgress {
        private final Cancel cancel;

        Stop(Cancel cancel) {
            this.cancel = cancel;
        }

        @Override
        public boolean isCanceled() {
            return cancel.requested();
        }

        @Override
        public void begin(int remainingWork) {}

        @Override
        public void done() {}

        @Override
        public void setTaskName(String name) {}

        @Override
        public void worked(int workIncrement, int remainingWork) {}
    }
}
