package dev.cssc.cli.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.Service;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Costs as a person and a script read them.
 *
 * @param by what a line is
 * @param currency of the money; empty where none is shown
 */
record CostText(Grouping by, Optional<String> currency) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    /** For people, with a total below; rounded, which is what they see and not what is added. */
    Table table(List<Ledger.Line> lines, Sum total) {
        Table table = headed();
        if (!lines.isEmpty()) {
            lines.forEach(
                    line -> row(table, line.name().isEmpty() ? "(none)" : line.name(), line.sum(), CostText::rounded));
            row(table, "TOTAL", total, CostText::rounded);
        }
        return table;
    }

    /** For scripts: exact, and without a total. */
    Table rows(List<Ledger.Line> lines) {
        Table table = headed();
        lines.forEach(line -> row(table, line.name(), line.sum(), UnaryOperator.identity()));
        return table;
    }

    private Table headed() {
        List<String> headings = new ArrayList<>(List.of(by.name(), "SECONDS", "ATTEMPTS"));
        currency.ifPresent(headings::add);
        return new Table(headings.toArray(String[]::new));
    }

    private void row(Table table, String name, Sum sum, UnaryOperator<Sum> shown) {
        Sum values = shown.apply(sum);
        List<String> cells =
                new ArrayList<>(List.of(name, values.seconds().toPlainString(), Long.toString(values.attempts())));
        currency.ifPresent(ignored ->
                cells.add(values.money().map(BigDecimal::toPlainString).orElse("")));
        table.row(cells.toArray(String[]::new));
    }

    private static Sum rounded(Sum sum) {
        return new Sum(
                sum.seconds().setScale(1, RoundingMode.HALF_UP),
                sum.attempts(),
                sum.money().map(money -> money.setScale(4, RoundingMode.HALF_UP)));
    }

    /** The whole answer; {@code missing} are the services of which nothing is in it. */
    JsonNode json(List<Ledger.Line> lines, Sum total, List<Service> missing) {
        ObjectNode answer = NODES.objectNode();
        answer.put("by", by.toString());
        currency.ifPresent(code -> answer.put("currency", code));
        var costs = answer.putArray("costs");
        lines.forEach(line -> costs.add(put(NODES.objectNode().put(by.toString(), line.name()), line.sum())));
        answer.set("total", put(NODES.objectNode(), total));
        var without = answer.putArray("missing");
        missing.forEach(service -> without.add(service.name().toLowerCase(Locale.ROOT)));
        return answer;
    }

    private ObjectNode put(ObjectNode node, Sum sum) {
        node.put("seconds", sum.seconds());
        node.put("attempts", sum.attempts());
        currency.flatMap(code -> sum.money()).ifPresent(money -> node.put("money", money));
        return node;
    }
}
