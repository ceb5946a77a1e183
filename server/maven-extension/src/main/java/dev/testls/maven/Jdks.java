package dev.testls.maven;

import java.io.File;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Which JDK a goal would use: its own toolchain, the one that the toolchains plugin chose, else the JDK that runs
 * Maven.
 */
@Named
@Singleton
final class Jdks {
    private final ToolchainManager toolchains;

    @Inject
    Jdks(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    /** The home of the JDK that compiles, or runs, what {@code goal} works on. */
    File home(MavenSession session, GoalSettings goal) {
        Map<String, String> wanted = goal.map("jdkToolchain");
        Toolchain toolchain = null;
        if (!wanted.isEmpty()) {
            List<Toolchain> matching = toolchains.getToolchains(session, "jdk", wanted);
            if (matching == null || matching.isEmpty()) {
                throw new ReadFailure("toolchain", "No JDK in toolchains.xml matches " + wanted
                        + ", which the pom asks for in <jdkToolchain>.", session.getCurrentProject());
            }
            toolchain = matching.get(0);
        }
        if (toolchain == null) toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
        File home = toolchain == null ? null : home(new File(toolchain.findTool("java")));
        return home == null ? ofMaven() : home;
    }

    /** The JDK that runs Maven; of a Java 8 JDK the directory above {@code jre}. */
    static File ofMaven() {
        File home = new File(System.getProperty("java.home"));
        boolean insideJdk = home.getName().equals("jre") && new File(home.getParentFile(), "bin/javac").exists();
        return insideJdk ? home.getParentFile() : home;
    }

    static @Nullable File home(File java) {
        File bin = java.getParentFile();
        return bin == null ? null : bin.getParentFile();
    }

    static File java(File home) {
        boolean windows = File.separatorChar == '\\';
        return new File(home, windows ? "bin\\java.exe" : "bin/java");
    }
}
