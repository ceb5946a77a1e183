package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.testls.model.TestClass;
import dev.testls.model.TestMethod;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.testng.ITestListener;
import org.testng.ITestNGMethod;
import org.testng.ITestResult;
import org.testng.TestNG;

/** What source tells is what the engines find: ids, tags, display names, on classes that are hard to tell. */
class EngineAgreementTest {
    /** JUnit 4 tells the runs of a parameterized test when it discovers them. */
    private static final Pattern INVOCATION = Pattern.compile("\\[\\d+]$");

    /** Half of what stands in the resources is there to be refused; the launcher need not say so. */
    private static final Logger ISSUES = Logger.getLogger("org.junit.platform.launcher.core.DiscoveryIssueNotifier");

    @TempDir
    private Path directory;

    @Test
    void jupiter_agrees() throws IOException {
        agree("jupiter.txt");
    }

    @Test
    void vintage_agrees() throws IOException {
        agree("vintage.txt");
    }

    @Test
    void testng_agrees() throws IOException {
        CollectorFixture workspace = new CollectorFixture(directory).write(text("testng.txt"));
        workspace.provider = Provider.TESTNG;
        Set<String> told = new TreeSet<>();
        workspace.collect().tree().all().forEach(testClass -> testClass.methods().forEach(method ->
                told.add(testClass.name() + "#" + method.name() + " " + new TreeSet<>(method.tags()))));
        Set<String> found = new TreeSet<>();
        withClasses(compile(workspace), classes -> dryRun(classes, found));
        compare(told, found);
    }

    private static void dryRun(List<Class<?>> classes, Set<String> lines) {
        System.setProperty("testng.mode.dryrun", "true");
        try {
            TestNG testNg = new TestNG(false);
            testNg.setVerbose(0);
            testNg.setTestClasses(classes.toArray(Class<?>[]::new));
            testNg.addListener(new ITestListener() {
                @Override
                public void onTestStart(ITestResult result) {
                    ITestNGMethod method = result.getMethod();
                    lines.add(result.getTestClass().getName() + "#" + method.getMethodName() + " "
                            + new TreeSet<>(List.of(method.getGroups())));
                }
            });
            testNg.run();
        } finally {
            System.clearProperty("testng.mode.dryrun");
        }
    }

    private void agree(String resource) throws IOException {
        ISSUES.setLevel(Level.OFF);
        CollectorFixture workspace = new CollectorFixture(directory).write(text(resource));
        Set<String> told = new TreeSet<>();
        workspace.collect().tree().all().forEach(testClass -> tell(testClass, "", told));
        Set<String> found = new TreeSet<>();
        withClasses(compile(workspace), classes -> classes.forEach(type -> discover(type, found)));
        compare(told, found);
    }

    private static void compare(Set<String> told, Set<String> found) {
        assertThat(found).hasSizeGreaterThan(20);
        Set<String> both = new TreeSet<>(told);
        both.retainAll(found);
        told.removeAll(both);
        found.removeAll(both);
        assertThat("told only: " + String.join("\n", told) + "\nfound only: " + String.join("\n", found))
                .isEqualTo("told only: \nfound only: ");
    }

    /** All classes but inner ones: engines reach those through the classes around them, and would list them twice. */
    private static void withClasses(Path directory, Consumer<List<Class<?>>> work) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.walk(directory)) {
            names = files.map(file -> directory.relativize(file).toString()).filter(name -> name.endsWith(".class"))
                    .sorted()
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.')
                            .replace('\\', '.')).toList();
        }
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            current.setContextClassLoader(loader);
            List<Class<?>> classes = new ArrayList<>();
            for (String name : names) classes.add(Class.forName(name, false, loader));
            classes.removeIf(type -> type.isMemberClass() && !Modifier.isStatic(type.getModifiers()));
            work.accept(classes);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private static void tell(TestClass testClass, String path, Set<String> lines) {
        String here = path + "/" + testClass.binaryName();
        lines.add(line(here, testClass.displayName(), testClass.tags()));
        for (TestMethod method : testClass.methods()) {
            lines.add(line(here + "#" + method.method(), method.displayName(), method.tags()));
        }
        testClass.nested().forEach(nested -> tell(nested, here, lines));
    }

    private static void discover(Class<?> type, Set<String> lines) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type))
                .filters(EngineFilter.includeEngines("junit-jupiter", "junit-vintage")).build();
        TestPlan plan = LauncherFactory.create().discover(request);
        plan.getRoots().forEach(engine -> plan.getChildren(engine).forEach(child -> find(plan, child, "", lines)));
    }

    private static void find(TestPlan plan, TestIdentifier node, String path, Set<String> lines) {
        Set<String> tags = node.getTags().stream().map(TestTag::getName).collect(Collectors.toSet());
        if (node.getSource().orElse(null) instanceof MethodSource method) {
            String parameters = method.getMethodParameterTypes() == null ? "" : method.getMethodParameterTypes();
            String simple = Stream.of(parameters.split(", ?")).map(EngineAgreementTest::simpleName)
                    .collect(Collectors.joining(","));
            lines.add(line(path + "#" + method.getMethodName() + "(" + simple + ")",
                    INVOCATION.matcher(node.getDisplayName()).replaceFirst(""), tags));
            return;
        }
        String here = path;
        if (node.getSource().orElse(null) instanceof ClassSource type) {
            here = path + "/" + type.getClassName();
            lines.add(line(here, node.getDisplayName(), tags));
        }
        for (TestIdentifier child : plan.getChildren(node)) find(plan, child, here, lines);
    }

    private static String line(String id, String displayName, Set<String> tags) {
        return id + " '" + displayName + "' " + new TreeSet<>(tags);
    }

    /** {@code String[]} of {@code [Ljava.lang.String;}. */
    private static String simpleName(String className) {
        if (className.isEmpty()) return "";
        try {
            return ReflectionSupport.tryToLoadClass(className).get().getSimpleName();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path compile(CollectorFixture workspace) throws IOException {
        Path classes = Files.createDirectories(workspace.path("classes").value());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-nowarn",
                "-Xlint:none",
                "-classpath", System.getProperty("java.class.path")));
        workspace.files().keySet().forEach(file -> arguments.add(workspace.path(file).toString()));
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
        return classes;
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = EngineAgreementTest.class.getResourceAsStream("agreement/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
