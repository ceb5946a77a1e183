package dev.testls.jdt;

import dev.testls.project.Jdk;
import dev.testls.project.JavaSettings;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;

/** The build's javac settings of one side, in javac's words and in ECJ's. */
final class CompilerSettings {
    private static final int FIRST_ECJ_RELEASE = 8;
    private static final int FIRST_WITH_RELEASE = 9;
    private static final int FIRST_WITH_MODULES = 9;
    private static final int LAST_ECJ_RELEASE = Jdk.featureRelease(CompilerOptions.getLatestVersion());
    private static final String ERROR_PRONE = "-Xplugin:ErrorProne";

    private final JavaSettings settings;
    private final Path jdkHome;
    private final int jdkVersion;
    private final SourcePatterns patterns;

    CompilerSettings(JavaSettings settings, Path jdkHome) {
        this.settings = settings;
        this.jdkHome = jdkHome;
        jdkVersion = Jdk.version(jdkHome);
        patterns = SourcePatterns.of(settings);
    }

    /** The value of {@code --release}; zero when it is not set. */
    int release() {
        return Jdk.featureRelease(settings.release());
    }

    /** The release whose class files are made. */
    int target() {
        if (release() != 0) return release();
        int target = Jdk.featureRelease(settings.target().isEmpty() ? settings.source() : settings.target());
        return target != 0 ? target : jdkVersion;
    }

    private int source() {
        if (release() != 0) return release();
        int source = Jdk.featureRelease(settings.source());
        return source != 0 ? source : jdkVersion;
    }

    Charset encoding() {
        try {
            return settings.encoding().isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(settings.encoding());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Whether the compiler plugin's patterns let a file in, and it is one to compile. */
    boolean takes(Path root, Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".java") || CompilerModules.isDescriptor(file) && !knowsModules()) return false;
        return patterns.take(root, file);
    }

    private boolean knowsModules() {
        return source() >= FIRST_WITH_MODULES && (jdkVersion == 0 || jdkVersion >= FIRST_WITH_MODULES);
    }

    boolean classpathOnly() {
        return settings.classpathOnly() || !knowsModules();
    }

    String moduleVersion() {
        return settings.moduleVersion();
    }

    /** Why only javac can compile this side; empty when ECJ can. */
    Optional<String> beyondEcj() {
        if (source() < FIRST_ECJ_RELEASE || target() < FIRST_ECJ_RELEASE) return Optional.of("its release is before 8");
        if (source() > LAST_ECJ_RELEASE) return Optional.of("its release is later than " + LAST_ECJ_RELEASE);
        if (jdkVersion != 0 && source() > jdkVersion) return Optional.of("its JDK is older than its release");
        if (arguments().contains("--enable-preview") && source() != LAST_ECJ_RELEASE) {
            return Optional.of("it uses preview features");
        }
        if (failsOnWarnings()) return Optional.of("its build fails on warnings");
        if (settings.arguments().stream().anyMatch(CompilerSettings::checksComments)) return Optional.of("it checks documentation comments");
        return arguments().stream().filter(argument -> argument.startsWith("-Xplugin:")).findFirst()
                .map(plugin -> "it uses javac's plugin " + plugin.substring("-Xplugin:".length()));
    }

    /** Whether a warning of javac is an error of the build. */
    boolean failsOnWarnings() {
        return settings.arguments().contains("-Werror");
    }

    private static boolean checksComments(String argument) {
        return argument.startsWith("-Xdoclint") && !argument.equals("-Xdoclint:none");
    }

    /** Packages, with slashes, that {@code --add-exports} opens to code outside of named modules. */
    Set<String> addedExports() {
        Set<String> packages = new HashSet<>();
        for (String value : valuesOf("--add-exports")) {
            int slash = value.indexOf('/');
            int equals = value.indexOf('=');
            if (slash > 0 && equals > slash) packages.add(value.substring(slash + 1, equals).replace('.', '/'));
        }
        return packages;
    }

    /** ECJ's options. Its own warnings are off: only errors, and such as javac knows, matter here. */
    Map<String, String> ecjOptions() {
        Map<String, String> options = new CompilerOptions().getMap();
        options.replaceAll((option, value) ->
                CompilerOptions.WARNING.equals(value) || CompilerOptions.INFO.equals(value)
                ? CompilerOptions.IGNORE : value);
        options.put(CompilerOptions.OPTION_Source, ecjVersion(source()));
        options.put(CompilerOptions.OPTION_Compliance, ecjVersion(source()));
        options.put(CompilerOptions.OPTION_TargetPlatform, ecjVersion(Math.max(source(), target())));
        options.put(CompilerOptions.OPTION_PreserveUnusedLocal, CompilerOptions.PRESERVE);
        options.put(CompilerOptions.OPTION_ReportForbiddenReference, CompilerOptions.ERROR);
        options.put(CompilerOptions.OPTION_MethodParametersAttribute,
                arguments().contains("-parameters") ? CompilerOptions.GENERATE : CompilerOptions.DO_NOT_GENERATE);
        options.put(CompilerOptions.OPTION_EnablePreviews,
                arguments().contains("--enable-preview") ? CompilerOptions.ENABLED : CompilerOptions.DISABLED);
        Set<String> debug = debugInfo();
        options.put(CompilerOptions.OPTION_LineNumberAttribute, generate(debug, "lines"));
        options.put(CompilerOptions.OPTION_LocalVariableAttribute, generate(debug, "vars"));
        options.put(CompilerOptions.OPTION_SourceFileAttribute, generate(debug, "source"));
        return options;
    }

    /** The options for javac, those about processors among them. */
    List<String> javacOptions(Processing processing) {
        List<String> options = new ArrayList<>();
        if (!settings.release().isEmpty()) {
            // The javac of 8 does not know the option, and its own classes are the only ones that it has.
            options.addAll(jdkVersion == FIRST_WITH_RELEASE - 1
                    ? List.of("-source", settings.release(), "-target", settings.release())
                    : List.of("--release", settings.release()));
        } else {
            if (!settings.source().isEmpty()) options.addAll(List.of("-source", settings.source()));
            if (!settings.target().isEmpty()) options.addAll(List.of("-target", settings.target()));
        }
        if (arguments().stream().noneMatch(argument -> argument.startsWith("-g"))) options.add("-g");
        options.addAll(arguments());
        if (processing == Processing.OFF) {
            options.add("-proc:none");
            return options;
        }
        if (processing == Processing.ONLY) options.add("-proc:only");
        else if (settings.processing().equals("full")) options.add("-proc:full");
        else if (settings.processing().equals("only")) options.add("-proc:only");
        if (!settings.processors().isEmpty()) {
            options.addAll(List.of("-processor", String.join(",", settings.processors())));
        }
        return options;
    }

    /** What the build compiles, one after the other. */
    List<CompilerPart> parts() {
        return settings.parts().isEmpty() ? List.of(new CompilerPart(List.of(), "", this))
                : settings.parts().stream().map(it -> new CompilerPart(it.roots(), it.directory(), new CompilerSettings(it.settings(), jdkHome))).toList();
    }

    /** Whether javac is to run annotation processors: not at all, as the build has it, or without compiling. */
    enum Processing { OFF, AS_BUILT, ONLY }

    /** The settings as text, for a fingerprint. */
    String text() {
        return settings + " jdk " + jdkVersion;
    }

    int jdkVersion() {
        return jdkVersion;
    }

    List<Path> processorPath() {
        return settings.processorPath();
    }

    /** The build's arguments without those that change nothing, or that are given otherwise. */
    private List<String> arguments() {
        List<String> kept = new ArrayList<>();
        boolean errorProne = settings.arguments().stream().anyMatch(argument -> argument.startsWith(ERROR_PRONE));
        for (String argument : settings.arguments()) {
            if (argument.startsWith("-proc:") || argument.startsWith("-J")) continue;
            if (argument.startsWith("-Xlint") && !failsOnWarnings()) continue;
            // Error Prone only judges, and needs a JVM opened for it.
            if (errorProne && (argument.startsWith(ERROR_PRONE) || argument.startsWith("-XD"))) continue;
            kept.add(argument);
        }
        return kept;
    }

    private List<String> valuesOf(String option) {
        List<String> values = new ArrayList<>();
        List<String> arguments = settings.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(option + "=")) values.add(argument.substring(option.length() + 1));
            else if (argument.equals(option) && i + 1 < arguments.size()) values.add(arguments.get(i + 1));
        }
        return values;
    }

    private Set<String> debugInfo() {
        Set<String> kinds = new TreeSet<>(List.of("lines", "vars", "source"));
        for (String argument : settings.arguments()) {
            if (argument.equals("-g:none")) kinds.clear();
            else if (argument.startsWith("-g:")) kinds = new TreeSet<>(List.of(argument.substring(3).split(",")));
        }
        return kinds;
    }

    private static String generate(Set<String> kinds, String kind) {
        return kinds.contains(kind) ? CompilerOptions.GENERATE : CompilerOptions.DO_NOT_GENERATE;
    }

    private static String ecjVersion(int release) {
        return release <= FIRST_ECJ_RELEASE ? "1." + release : Integer.toString(release);
    }
}
