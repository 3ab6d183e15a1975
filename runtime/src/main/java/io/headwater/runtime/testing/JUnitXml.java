package io.headwater.runtime.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Outcomes as JUnit's XML, as build servers read it: a suite for each test file. */
final class JUnitXml {
    private static final double NANOS = 1e9;

    private JUnitXml() {}

    static void write(List<Outcome> outcomes, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Map<String, List<Outcome>> suites = outcomes.stream().collect(Collectors.groupingBy(o -> o.test().file().toString(), LinkedHashMap::new, Collectors.toList()));
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Map.Entry<String, List<Outcome>> suite : suites.entrySet()) {
                suite(suite.getKey(), suite.getValue(), xml);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void suite(String name, List<Outcome> outcomes, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", Integer.toString(outcomes.size()));
        xml.writeAttribute("failures", count(outcomes, Verdict.Failed.class));
        xml.writeAttribute("errors", count(outcomes, Verdict.Broken.class));
        xml.writeAttribute("skipped", count(outcomes, Verdict.Stopped.class));
        xml.writeAttribute("time", seconds(outcomes.stream().mapToLong(o -> o.took().toNanos()).sum()));
        for (Outcome outcome : outcomes) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", name);
            xml.writeAttribute("name", clean(outcome.test().name()));
            xml.writeAttribute("time", seconds(outcome.took().toNanos()));
            verdict(outcome.verdict(), xml);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void verdict(Verdict verdict, XMLStreamWriter xml) throws XMLStreamException {
        switch (verdict) {
            case Verdict.Passed passed -> { /* nothing to say */ }
            case Verdict.Failed failed -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", clean(failed.differences().getFirst().toString()));
                xml.writeCharacters(clean(failed.differences().stream().map(Difference::toString).collect(Collectors.joining("\n"))));
                xml.writeEndElement();
            }
            case Verdict.Broken broken -> {
                xml.writeStartElement("error");
                xml.writeAttribute("message", clean(broken.reason()));
                xml.writeEndElement();
            }
            case Verdict.Stopped stopped -> xml.writeEmptyElement("skipped");
        }
    }

    private static String count(List<Outcome> outcomes, Class<? extends Verdict> kind) {
        return Long.toString(outcomes.stream().filter(o -> kind.isInstance(o.verdict())).count());
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS);
    }

    /** Without what XML 1.0 has no way to say. */
    private static String clean(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
