package dev.testls.worker.javac;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** One compilation, from the request's frame to the answer's. */
final class JavacTask {
    private final List<String> options = new ArrayList<>();
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<File> classpath = new ArrayList<>();
    private final List<File> processorPath = new ArrayList<>();
    private final Map<String, byte[]> overlay = new HashMap<>();
    private File classOutput;
    private File sourceOutput;
    private File resources;

    private JavacTask() {}

    static JavacTask read(DataInputStream in) throws IOException {
        int protocol = in.readInt();
        if (protocol != JavacMain.PROTOCOL) throw new IOException("a request of protocol " + protocol);
        JavacTask task = new JavacTask();
        for (int left = in.readInt(); left > 0; left--) task.options.add(text(in));
        for (int left = in.readInt(); left > 0; left--) task.sources.add(new JavacFiles.Source(text(in), text(in)));
        for (int left = in.readInt(); left > 0; left--) task.classpath.add(new File(text(in)));
        for (int left = in.readInt(); left > 0; left--) task.overlay.put(text(in), bytes(in));
        for (int left = in.readInt(); left > 0; left--) task.processorPath.add(new File(text(in)));
        task.classOutput = new File(text(in));
        task.sourceOutput = new File(text(in));
        String resources = text(in);
        task.resources = resources.isEmpty() ? null : new File(resources);
        return task;
    }

    void run(DataOutputStream out) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            refuse(out, "There is no javac in " + System.getProperty("java.home") + ". Use a JDK, not a JRE.");
            return;
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager standard =
                compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            standard.setLocation(StandardLocation.CLASS_PATH, classpath);
            standard.setLocation(StandardLocation.SOURCE_PATH, Collections.<File>emptyList());
            if (!processorPath.isEmpty()) {
                standard.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, processorPath);
            }
            if (resources != null && resources.isDirectory()) {
                standard.setLocation(StandardLocation.CLASS_OUTPUT, Collections.singletonList(resources));
            }
            JavacFiles files = new JavacFiles(standard, overlay, classOutput, sourceOutput);
            boolean accepted;
            try {
                accepted = compiler.getTask(new PrintWriter(said), files, diagnostics, options, null, sources).call();
            } catch (IllegalArgumentException | IllegalStateException e) {
                refuse(out, String.valueOf(e.getMessage()));
                return;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                // A processor that throws, or javac itself, is a matter of the user's build.
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace, true));
                refuse(out, "javac ended with " + e + "\n" + trace);
                return;
            }
            answer(out, accepted, diagnostics.getDiagnostics(), said.toString(), files);
        }
    }

    private void answer(
            DataOutputStream out, boolean accepted, List<Diagnostic<? extends JavaFileObject>> diagnostics, String said,
            JavacFiles files) throws IOException {
        out.writeInt(JavacMain.PROTOCOL);
        out.writeBoolean(accepted);
        boolean unexplained = !accepted;
        for (Diagnostic<?> diagnostic : diagnostics) unexplained &= diagnostic.getKind() != Diagnostic.Kind.ERROR;
        out.writeInt(diagnostics.size() + (unexplained ? 1 : 0));
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) problem(out, diagnostic);
        if (unexplained) error(out, said.trim().isEmpty() ? "javac failed and did not say why." : said.trim());
        files.write(out);
    }

    private static void refuse(DataOutputStream out, String message) throws IOException {
        out.writeInt(JavacMain.PROTOCOL);
        out.writeBoolean(false);
        out.writeInt(1);
        error(out, message);
        out.writeInt(0);
    }

    private static void error(DataOutputStream out, String message) throws IOException {
        out.writeBoolean(true);
        text(out, "");
        out.writeInt(0);
        out.writeInt(0);
        out.writeInt(0);
        text(out, message);
        text(out, "");
    }

    private static void problem(DataOutputStream out, Diagnostic<? extends JavaFileObject> diagnostic)
            throws IOException {
        JavaFileObject source = diagnostic.getSource();
        boolean placed = source != null && diagnostic.getPosition() != Diagnostic.NOPOS;
        String content = placed ? source.getCharContent(true).toString() : "";
        int position = placed ? Math.min((int) diagnostic.getPosition(), content.length()) : 0;
        int start = Math.max(content.lastIndexOf('\n', position - 1), content.lastIndexOf('\r', position - 1)) + 1;
        long end = Math.max(diagnostic.getEndPosition(), diagnostic.getPosition() + 1);
        out.writeBoolean(diagnostic.getKind() == Diagnostic.Kind.ERROR);
        text(out, source == null ? "" : JavacFiles.path(source));
        out.writeInt(placed ? (int) diagnostic.getLineNumber() : 0);
        // Counted in characters, as an editor does; javac's own number takes a tab for eight.
        out.writeInt(placed ? position - start + 1 : 0);
        out.writeInt(placed ? (int) (end - diagnostic.getPosition()) : 0);
        text(out, diagnostic.getMessage(Locale.ENGLISH));
        text(out, lineFrom(content, start));
    }

    private static String lineFrom(String content, int start) {
        int end = start;
        while (end < content.length() && content.charAt(end) != '\n' && content.charAt(end) != '\r') end++;
        return content.substring(start, end);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) throw new IOException("a text of " + length + " bytes");
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
