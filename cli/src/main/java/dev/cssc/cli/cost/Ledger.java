package dev.cssc.cli.cost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Adds up what the services answer, each group of one name in one sum. */
final class Ledger {
    private final Grouping by;
    private final Map<String, Sum> sums = new HashMap<>();
    private final Set<String> currencies = new TreeSet<>();
    private boolean withoutPrice;

    Ledger(Grouping by) {
        this.by = by;
    }

    /** A group and its sum. */
    record Line(String name, Sum sum) {}

    /** Takes the groups of one service. */
    void add(List<JsonNode> costs) {
        for (JsonNode cost : costs) {
            String currency = Json.text(cost, "currency");
            if (currency.isEmpty()) {
                withoutPrice = true;
            } else {
                currencies.add(currency);
            }
            Sum sum = new Sum(
                    cost.path("seconds").decimalValue(),
                    cost.path("attempts").asLong(),
                    cost.has("money") ? Optional.of(cost.path("money").decimalValue()) : Optional.empty());
            sums.merge(Json.text(cost, by.toString()), sum, Sum::plus);
        }
    }

    /** The currency of the sums, where every part of them has a price in the same one. */
    Optional<String> currency() {
        return currencies.size() == 1 && !withoutPrice
                ? Optional.of(currencies.iterator().next())
                : Optional.empty();
    }

    /** True where some parts have a price and cannot be added up, because others have none or one in another currency. */
    boolean isMixed() {
        return !currencies.isEmpty() && currency().isEmpty();
    }

    /** Months, the newest first; everything else by seconds, the most first. */
    List<Line> lines() {
        Comparator<Line> byName = Comparator.comparing(Line::name);
        Comparator<Line> bySeconds = Comparator.comparing(line -> line.sum().seconds());
        List<Line> lines = new ArrayList<>();
        sums.forEach((name, sum) -> lines.add(new Line(name, sum)));
        lines.sort(
                by == Grouping.MONTH ? byName.reversed() : bySeconds.reversed().thenComparing(byName));
        return lines;
    }

    /** Of all groups. */
    Sum total() {
        return sums.values().stream().reduce(Sum.NOTHING, Sum::plus);
    }
}
