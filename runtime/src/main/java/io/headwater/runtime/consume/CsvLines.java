package io.headwater.runtime.consume;

import io.headwater.flow.Distribution;
import io.headwater.flow.ModelId;
import io.headwater.flow.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Windows as rows, one for each label; one without a label where there is none. Other records have no row.
 *  <p>Source: RFC 4180. */
final class CsvLines implements Form.Lines {
    @Override
    public List<String> head() {
        return List.of("id,device,route,step,key,start,end,parts,partial,again,late,model,frames,coverage,label,count,sum,mean,min,max,p50,p90,p99,place,in,out");
    }

    @Override
    public List<String> of(Line line) {
        Summary s = line.summary();
        if (s == null) {
            return List.of();
        }
        String window = row(Stream.of(line.id(), line.event().device(), s.route(), s.step(), s.key(), s.start(), s.end(), line.parts(), s.partial(),
                line.again(), line.late(), line.models().stream().map(ModelId::toString).collect(Collectors.joining(" ")), s.frames(), s.coverage()));
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, Distribution> label : s.perFrame().entrySet()) {
            Distribution d = label.getValue();
            rows.add(window + "," + row(Stream.of(label.getKey(), d.count(), d.sum(), cell(d.mean()), cell(d.min()), cell(d.max()), cell(d.quantile(0.5)),
                    cell(d.quantile(0.9)), cell(d.quantile(0.99)))) + ",".repeat(3));
        }
        s.places().forEach((place, traffic) -> {
            Set<String> labels = new TreeSet<>(traffic.in().keySet());
            labels.addAll(traffic.out().keySet());
            for (String label : labels) {
                rows.add(window + "," + row(Stream.of(label)) + ",".repeat(9) + row(Stream.of(place, traffic.in().getOrDefault(label, 0L), traffic.out().getOrDefault(label, 0L))));
            }
        });
        return rows.isEmpty() ? List.of(window + ",".repeat(12)) : rows;
    }

    private static Object cell(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? "" : value;
    }

    private static String row(Stream<Object> cells) {
        return cells.map(c -> quoted(c.toString())).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r') ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
