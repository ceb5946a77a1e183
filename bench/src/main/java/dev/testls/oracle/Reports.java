package dev.testls.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the XML reports of a run say.
 *
 * <p>Where a report lies says nothing: those of all modules are read as one. Order says nothing either, so the endings
 * of cases that share a name are kept sorted.
 *
 * @param endings of each case, as many as there are cases of that name
 * @param contradictory suites whose header counts other cases than the report holds, each with what it says. Surefire
 *     writes such reports itself for some nested and inherited tests
 */
public record Reports(SortedMap<TestCase, List<Ending>> endings, SortedMap<String, String> contradictory) {
    public Reports {
        SortedMap<TestCase, List<Ending>> copy = new TreeMap<>();
        endings.forEach((testCase, of) -> copy.put(testCase, of.stream().sorted().toList()));
        endings = Collections.unmodifiableSortedMap(copy);
        contradictory = Collections.unmodifiableSortedMap(new TreeMap<>(contradictory));
    }

    /**
     * Reads every {@code TEST-*.xml} at or below {@code directory}.
     *
     * @throws IOException if one cannot be read or is no report; the message names it
     */
    public static Reports read(Path directory) throws IOException {
        SortedMap<TestCase, List<Ending>> endings = new TreeMap<>();
        SortedMap<String, String> contradictory = new TreeMap<>();
        for (Path report : reportFiles(directory)) {
            readInto(endings, contradictory, report);
        }
        return new Reports(endings, contradictory);
    }

    /** All cases, counted. */
    public Totals totals() {
        return Totals.of(endings.values().stream().flatMap(List::stream).toList());
    }

    private static List<Path> reportFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Reports::isReport).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private static void readInto(
            Map<TestCase, List<Ending>> endings, Map<String, String> contradictory, Path report) throws IOException {
        String fileName = report.getFileName().toString();
        String suite = fileName.substring("TEST-".length(), fileName.length() - ".xml".length());
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream bytes = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(bytes);
            xml.nextTag();
            if (!xml.getLocalName().equals("testsuite")) {
                throw new IOException(report + ": a <" + xml.getLocalName() + ">, not a <testsuite>");
            }
            Totals header = new Totals(
                    count(xml, "tests"), count(xml, "failures"), count(xml, "errors"), count(xml, "skipped"));
            List<Ending> held = new ArrayList<>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("testcase")) {
                    TestCase testCase = new TestCase(suite, text(xml, "classname"), text(xml, "name"));
                    Ending ending = ending(xml);
                    held.add(ending);
                    endings.computeIfAbsent(testCase, key -> new ArrayList<>()).add(ending);
                }
            }
            if (!header.equals(Totals.of(held))) {
                contradictory.put(suite, "header says " + header + " but the report holds " + Totals.of(held));
            }
        } catch (XMLStreamException | NumberFormatException e) {
            throw new IOException(report + ": " + e.getMessage(), e);
        }
    }

    private static int count(XMLStreamReader xml, String attribute) {
        return Integer.parseInt(text(xml, attribute));
    }

    /** Surefire leaves out what it does not know, such as the name of a case that is a whole class. */
    private static String text(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    /** Reads on to the end of the case. What a retry made good is not counted against it. */
    private static Ending ending(XMLStreamReader xml) throws XMLStreamException {
        Ending ending = Ending.PASSED;
        while (xml.next() != XMLStreamConstants.END_ELEMENT || !xml.getLocalName().equals("testcase")) {
            if (xml.getEventType() != XMLStreamConstants.START_ELEMENT) continue;
            switch (xml.getLocalName()) {
                case "failure" -> ending = Ending.FAILED;
                case "error" -> ending = Ending.ERROR;
                case "skipped" -> ending = Ending.SKIPPED;
                default -> { }
            }
        }
        return ending;
    }
}
