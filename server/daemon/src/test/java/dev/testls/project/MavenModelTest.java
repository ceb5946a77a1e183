package dev.testls.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.pool.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads small projects with the real Maven. Each run of it takes seconds, so each test asks much of one. */
class MavenModelTest {
    private static final String PARENT = """
            -- pom.xml --
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.acme</groupId><artifactId>parent</artifactId><version>1</version><packaging>pom</packaging>
              <modules><module>lib</module><module>app</module><module>ng</module></modules>
              <properties>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                <maven.compiler.release>11</maven.compiler.release>
                <reports>${project.build.directory}/reports</reports>
              </properties>
              <build>
                <pluginManagement><plugins>
                  <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version></plugin>
                  <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.13.0</version></plugin>
                  <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                </plugins></pluginManagement>
                <plugins>
                  <plugin><artifactId>maven-enforcer-plugin</artifactId><version>3.5.0</version>
                    <executions><execution><goals><goal>enforce</goal></goals><configuration><rules>
                      <requireMavenVersion><version>[99,)</version></requireMavenVersion>
                    </rules></configuration></execution></executions>
                  </plugin>
                </plugins>
              </build>
            </project>
            -- lib/pom.xml --
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>1</version></parent>
              <artifactId>lib</artifactId>
              <dependencies>
                <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope></dependency>
              </dependencies>
              <build>
                <resources>
                  <resource><directory>src/main/resources</directory><filtering>true</filtering>
                    <includes><include>version.txt</include></includes></resource>
                  <resource><directory>src/main/resources</directory>
                    <excludes><exclude>version.txt</exclude></excludes></resource>
                </resources>
                <plugins>
                  <plugin><artifactId>maven-antrun-plugin</artifactId><version>3.1.0</version>
                    <executions><execution><phase>generate-sources</phase><goals><goal>run</goal></goals><configuration><target>
                      <echo file="${project.build.directory}/generated-sources/made/lib/Made.java">package lib; class Made {}</echo>
                      <echo file="target/relative.txt">in the build directory</echo>
                      <loadfile property="api" srcFile="../shared/api.yaml"/>
                      <condition property="templates"><available file="src/main/java"/></condition>
                    </target></configuration></execution></executions>
                  </plugin>
                  <plugin><groupId>org.codehaus.mojo</groupId><artifactId>build-helper-maven-plugin</artifactId><version>3.6.0</version>
                    <executions><execution><phase>generate-sources</phase><goals><goal>add-source</goal></goals><configuration><sources>
                      <source>target/generated-sources/made</source>
                    </sources></configuration></execution></executions>
                  </plugin>
                  <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version>
                    <executions><execution><goals><goal>test-jar</goal></goals></execution></executions></plugin>
                </plugins>
              </build>
            </project>
            -- shared/api.yaml --
            api: 1
            -- lib/src/main/java/lib/page.tmpl --
            page
            -- lib/src/main/resources/version.txt --
            ${project.version}
            -- lib/src/main/resources/plain.txt --
            ${project.version}
            -- lib/src/test/resources/fixture.txt --
            x
            -- app/pom.xml --
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>1</version></parent>
              <artifactId>app</artifactId>
              <properties><late>-Dlate=yes</late></properties>
              <dependencies>
                <dependency><groupId>com.acme</groupId><artifactId>lib</artifactId><version>1</version></dependency>
                <dependency><groupId>com.acme</groupId><artifactId>lib</artifactId><version>1</version>
                  <type>test-jar</type><scope>test</scope></dependency>
                <dependency><groupId>org.projectlombok</groupId><artifactId>lombok</artifactId><version>1.18.42</version>
                  <scope>provided</scope></dependency>
                <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter-api</artifactId><version>5.10.2</version>
                  <scope>test</scope></dependency>
              </dependencies>
              <build><plugins>
                <plugin><artifactId>maven-compiler-plugin</artifactId><configuration>
                  <parameters>true</parameters>
                  <compilerArgs><arg>-Xlint:all</arg></compilerArgs>
                  <annotationProcessorPaths><path>
                    <groupId>org.projectlombok</groupId><artifactId>lombok</artifactId><version>1.18.42</version>
                  </path></annotationProcessorPaths>
                </configuration></plugin>
                <plugin><artifactId>maven-surefire-plugin</artifactId>
                  <configuration>
                    <argLine>@{late} @{unheard} -Dq="a b" -Dreports=${reports}</argLine>
                    <systemPropertyVariables><target>${project.build.directory}</target><a>b</a></systemPropertyVariables>
                    <environmentVariables><STAGE>test</STAGE></environmentVariables>
                    <groups>fast</groups>
                    <properties><configurationParameters>junit.jupiter.execution.parallel.enabled = true</configurationParameters></properties>
                    <classpathDependencyExcludes><classpathDependencyExclude>org.projectlombok:*</classpathDependencyExclude></classpathDependencyExcludes>
                  </configuration>
                  <executions>
                    <execution><id>slow</id><goals><goal>test</goal></goals><configuration>
                      <groups>slow</groups><includes><include>**/*Slow.java</include></includes>
                      <rerunFailingTestsCount>2</rerunFailingTestsCount>
                    </configuration></execution>
                    <execution><id>off</id><goals><goal>test</goal></goals><configuration><skipTests>true</skipTests></configuration></execution>
                    <execution><id>late</id><phase>verify</phase><goals><goal>test</goal></goals></execution>
                  </executions>
                </plugin>
              </plugins></build>
            </project>
            -- ng/pom.xml --
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>com.acme</groupId><artifactId>parent</artifactId><version>1</version></parent>
              <artifactId>ng</artifactId>
              <dependencies>
                <dependency><groupId>org.testng</groupId><artifactId>testng</artifactId><version>7.5.1</version><scope>test</scope></dependency>
              </dependencies>
              <build><plugins><plugin><artifactId>maven-surefire-plugin</artifactId>
                <configuration><parallel>methods</parallel><threadCount>3</threadCount></configuration>
              </plugin></plugins></build>
            </project>
            """;

    @TempDir Path temp;

    private Path root;
    private ProjectReader reader;
    private int runs;

    @BeforeEach
    void aReader() throws IOException {
        root = Files.createDirectory(temp.toRealPath().resolve("project"));
        reader = new ProjectReader(temp.toRealPath().resolve("state"), extension(),
                (cancel, command, directory, environment, line) -> {
            runs++;
            return new BuildProcess.Finished(ChildProcess.run(cancel, command, directory, environment, line));
        });
    }

    @Test
    void readsModulesAsTheBuildHasThem() throws IOException {
        TextTree.write(root, PARENT);
        TextTree.age(root);
        String treeBefore = TextTree.list(root);
        Project project = succeed(read());
        assertThat(TextTree.list(root)).as("nothing is written into the tree").isEqualTo(treeBefore);

        checkModule(project, "com.acme:lib", """
                sources ROOT/lib/src/main/java OUT/lib/generated-sources/made
                tests ROOT/lib/src/test/java
                resources ROOT/lib/src/main/resources(filtered ${ @) ROOT/lib/src/main/resources
                compile
                test junit-4.13.2.jar hamcrest-core-1.3.jar
                platform junit-platform-launcher-1.14.1.jar junit-platform-engine-1.14.1.jar opentest4j-1.3.0.jar \
                junit-platform-commons-1.14.1.jar apiguardian-api-1.1.2.jar junit-vintage-engine-5.14.1.jar
                javac 11 [-Xpkginfo:always] processors []
                default-test JUNIT4 []""");
        checkModule(project, "com.acme:app", """
                sources ROOT/app/src/main/java
                tests ROOT/app/src/test/java
                resources ROOT/app/src/main/resources
                compile com.acme:lib lombok-1.18.42.jar
                test com.acme:lib com.acme:lib(tests) lombok-1.18.42.jar junit-jupiter-api-5.10.2.jar opentest4j-1.3.0.jar \
                junit-platform-commons-1.10.2.jar apiguardian-api-1.1.2.jar
                platform junit-platform-launcher-1.10.2.jar junit-platform-engine-1.10.2.jar junit-jupiter-engine-5.10.2.jar
                javac 11 [-Xpkginfo:always, -parameters, -Xlint:all] processors [lombok-1.18.42.jar]
                default-test JUNIT_PLATFORM [-Dlate=yes, -Dq=a b, -Dreports=OUT/app/reports]
                slow JUNIT_PLATFORM [-Dlate=yes, -Dq=a b, -Dreports=OUT/app/reports]""");
        checkModule(project, "com.acme:ng", """
                sources ROOT/ng/src/main/java
                tests ROOT/ng/src/test/java
                resources ROOT/ng/src/main/resources
                compile
                test testng-7.5.1.jar jsr305-3.0.1.jar jcommander-1.78.jar jquery-3.5.1.jar
                platform junit-platform-launcher-1.14.1.jar junit-platform-engine-1.14.1.jar opentest4j-1.3.0.jar \
                junit-platform-commons-1.14.1.jar apiguardian-api-1.1.2.jar testng-engine-1.0.6.jar
                javac 11 [-Xpkginfo:always] processors []
                default-test TESTNG []""");

        Module lib = module(project, "com.acme:lib");
        assertThat(lib.resourceOutput().resolve("version.txt")).hasContent("1\n");
        assertThat(lib.resourceOutput().resolve("plain.txt")).hasContent("${project.version}\n");
        assertThat(lib.testResourceOutput().resolve("fixture.txt")).exists();
        assertThat(lib.sourceRoots().get(1).resolve("lib/Made.java")).exists();
        assertThat(lib.resourceOutput().resolveSibling("relative.txt")).exists();
        assertThat(lib.generatorInputs()).as("what an Ant target names, at any depth, and in another directory")
                .contains(root.resolve("shared/api.yaml"), root.resolve("lib/src/main/java")).doesNotContain(root, root.resolve("lib"));

        TestExecution fast = module(project, "com.acme:app").tests().get(0);
        assertThat(fast.systemProperties()).containsEntry("a", "b")
                .containsEntry("basedir", root.resolve("app").toString())
                .containsEntry("target", module(project, "com.acme:app").resourceOutput().getParent().toString())
                .doesNotContainKeys("tls.model", "maven.ext.class.path");
        assertThat(fast.environment()).containsExactly(Map.entry("STAGE", "test"));
        assertThat(fast.groups()).isEqualTo("fast");
        assertThat(fast.configurationParameters())
                .isEqualTo(Map.of("junit.jupiter.execution.parallel.enabled", "true"));
        assertThat(fast.classpathExcludes()).singleElement().asString().endsWith("lombok-1.18.42.jar");
        assertThat(fast.includes())
                .containsExactly("**/Test*.java", "**/*Test.java", "**/*Tests.java", "**/*TestCase.java");
        assertThat(fast.excludes()).containsExactly("**/*$*");
        assertThat(fast.workingDirectory()).isEqualTo(root.resolve("app"));
        assertThat(fast.java()).isExecutable();
        TestExecution slow = module(project, "com.acme:app").tests().get(1);
        assertThat(slow.includes()).containsExactly("**/*Slow.java");
        assertThat(slow.rerunFailingTestsCount()).isEqualTo(2);
        assertThat(module(project, "com.acme:ng").tests().get(0).providerProperties())
                .containsEntry("parallel", "methods").containsEntry("threadCount", "3");
        assertThat(project.unhonoured()).extracting(Unhonoured::text).containsExactly(
                "surefire's <parallel> of ng is not honoured (methods): tests that share a JVM run one after the other");
        assertThat(project.warnings()).containsExactlyInAnyOrder(
                "com.acme:app: @{unheard} in Surefire's <argLine> stands for nothing and is left out.",
                "com.acme:app: the build skips the tests of Surefire's execution off: <skipTests> is true.",
                "com.acme:app: Surefire's execution late is left out: it is bound to verify, which mvn test does not reach.");

        List<String> said = new ArrayList<>();
        assertThat(reader.read(Cancel.never(), root, System.getenv(), said::add).fromCache()).as(said::toString).isTrue();
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void failuresNameTheirCause() throws IOException {
        TextTree.write(root, pom("", ""));
        Project good = succeed(read());

        TextTree.write(root, pom("", """
                <dependencies>
                <dependency><groupId>com.acme.nowhere</groupId><artifactId>missing</artifactId><version>1.0</version></dependency>
                </dependencies>"""));
        checkProblem("Maven could not resolve com.acme.nowhere:missing:jar:1.0 for module com.acme:one (pom.xml:5).",
                good);

        TextTree.write(root, pom(
                "<parent><groupId>com.acme.nowhere</groupId><artifactId>gone</artifactId><version>7</version></parent>",
                ""));
        checkProblem("pom.xml:3:9: Non-resolvable parent POM", good);

        TextTree.write(root, "-- pom.xml --\n<project>\n  <modelVersion>4.0.0</modelVersion\n</project>");
        checkProblem("pom.xml:3:2: Non-parseable POM", good);
    }

    @Test
    void aFrameworkThatIsTooOldForItsEngineIsTold() throws IOException {
        TextTree.write(root, pom("", """
                <dependencies>
                <dependency><groupId>org.testng</groupId><artifactId>testng</artifactId><version>6.9.10</version><scope>test</scope></dependency>
                </dependencies>"""));
        assertThat(succeed(read()).warnings()).containsExactly("com.acme:one: org.testng:testng 6.9.10 is too old for the JUnit Platform. "
                + "Its tests are run once the pom asks for 6.14.3 or later.");
    }

    /** A Kotlin build ran nothing of its Jupiter tests: later releases leave them to JUnit 4's runner, this one did not. */
    @ParameterizedTest
    @CsvSource({
        "2.22.2, org.junit.platform:junit-platform-runner:1.9.1, JUNIT_PLATFORM",
        "3.5.2, org.junit.platform:junit-platform-runner:1.9.1, JUNIT4",
        "2.22.2, org.testng:testng:7.5.1, TESTNG",
        "3.5.2, org.testng:testng:7.5.1, JUNIT_PLATFORM"
    })
    void whatSurefireTakesDependsOnItsRelease(String release, String besideJupiter, TestExecution.Provider provider) throws IOException {
        String[] words = besideJupiter.split(":");
        TextTree.write(root, pom("", """
                <dependencies>
                <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><scope>test</scope></dependency>
                <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter-engine</artifactId><version>5.9.1</version><scope>test</scope></dependency>
                </dependencies>""".formatted(words[0], words[1], words[2])).replace("3.5.2", release));
        assertThat(succeed(read()).modules().get(0).tests()).extracting(TestExecution::provider).containsExactly(provider);
    }

    /** A build that runs nothing of its suites is green; it was told as one that leaves tests out. */
    @Test
    void suitesThatSurefireDoesNotRunAreTold() throws IOException {
        TextTree.write(root, pom("", """
                <dependencies>
                <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter-engine</artifactId><version>5.9.1</version><scope>test</scope></dependency>
                </dependencies>""").replace("<version>3.5.2</version>",
                "<version>3.5.2</version><configuration><suiteXmlFiles><suiteXmlFile>suite.xml</suiteXmlFile></suiteXmlFiles></configuration>"));
        assertThat(succeed(read()).warnings()).containsExactly("com.acme:one: nothing of the <suiteXmlFiles> of Surefire's execution default-test runs, as in mvn test: "
                + "Surefire takes its provider for JUnit here. Make surefire-testng a dependency of the plugin to have them run.");
    }

    private static String pom(String parent, String more) {
        return """
                -- pom.xml --
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                %s<groupId>com.acme</groupId><artifactId>one</artifactId><version>1</version>
                %s
                <build><plugins>
                <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version></plugin>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.13.0</version></plugin>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                </plugins></build></project>
                """.formatted(parent, more);
    }

    private void checkProblem(String message, Project lastGood) {
        ProjectRead read = read();
        assertThat(read.problem().orElseThrow().message()).startsWith(message);
        assertThat(read.project()).contains(lastGood);
    }

    private void checkModule(Project project, String id, String expected) {
        Module module = module(project, id);
        StringBuilder text = new StringBuilder();
        text.append("sources ").append(paths(project, module.sourceRoots()));
        text.append("\ntests ").append(paths(project, module.testSourceRoots()));
        text.append("\nresources ").append(module.resources().stream()
                .map(root -> shown(project, root.directory())
                + (root.filtered() ? "(filtered " + String.join(" ", root.delimiters()) + ")" : ""))
                .collect(Collectors.joining(" ")));
        text.append("\ncompile ").append(entries(module.compileClasspath()));
        text.append("\ntest ").append(entries(module.testClasspath()));
        text.append("\nplatform ").append(names(module.platformJars()));
        text.append("\njavac ").append(module.java().release()).append(' ').append(module.java().arguments())
                .append(" processors [").append(names(module.java().processorPath())).append(']');
        for (TestExecution tests : module.tests()) {
            String arguments = tests.jvmArguments().toString().replace(outputs(project).toString(), "OUT");
            text.append('\n').append(tests.id()).append(' ').append(tests.provider()).append(' ').append(arguments);
        }
        assertThat(text.toString().lines().map(String::strip))
                .containsExactlyElementsOf(expected.lines().map(String::strip).toList());
    }

    private String paths(Project project, List<Path> paths) {
        return paths.stream().map(path -> shown(project, path)).collect(Collectors.joining(" "));
    }

    private String shown(Project project, Path path) {
        return path.toString().replace(outputs(project).toString(), "OUT").replace(root.toString(), "ROOT");
    }

    private static Path outputs(Project project) {
        return project.modules().get(0).resourceOutput().getParent().getParent();
    }

    private static String names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.joining(" "));
    }

    private static String entries(List<ClasspathEntry> entries) {
        return entries.stream().map(entry -> entry.on(new ClasspathEntry.Cases<String>() {
            @Override
            public String library(ClasspathEntry.Library it) {
                return it.path().getFileName().toString();
            }

            @Override
            public String moduleOutput(ClasspathEntry.ModuleOutput it) {
                return it.module() + (it.part() == ClasspathEntry.Part.TEST ? "(tests)" : "");
            }
        })).collect(Collectors.joining(" "));
    }

    private static Module module(Project project, String id) {
        return project.modules().stream().filter(module -> module.id().value().equals(id)).findFirst().orElseThrow();
    }

    private static Project succeed(ProjectRead read) {
        assertThat(read.problem()).isEmpty();
        return read.project().orElseThrow();
    }

    private ProjectRead read() {
        return reader.read(Cancel.never(), root, System.getenv(), line -> {});
    }

    /** The extension's jar, or its classes where the reactor has not packaged it. */
    private static Path extension() {
        String index = "META-INF/sisu/javax.inject.Named";
        URL url = Objects.requireNonNull(MavenModelTest.class.getClassLoader().getResource(index),
                "the extension's index of components");
        String place = url.toString();
        String container = place.substring(0, place.length() - index.length());
        boolean jar = container.startsWith("jar:");
        return Path.of(URI.create(jar ? container.substring("jar:".length(), container.length() - "!/".length())
                : container));
    }
}
