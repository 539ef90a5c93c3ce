package posix.sockets.bench.report;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;

/** Charts as SVG that stands in a page: smaller, in its colours, and each with names of its own. */
final class Svg {
  private static final Pattern TAG = Pattern.compile("<[^>]*>"); // between them is text
  private static final Pattern LONG = Pattern.compile("-?\\d+\\.\\d{2,}");
  private int number;

  /** One more. */
  String of(XYChart chart) throws IOException {
    var graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    var out = new ByteArrayOutputStream();
    Processors.get("svg")
        .getDocument(
            graphics.getCommands(), new PageSize(0, 0, chart.getWidth(), chart.getHeight()))
        .writeTo(out);
    String svg = out.toString(StandardCharsets.UTF_8);
    svg = svg.substring(svg.indexOf("<svg"));
    svg = svg.replaceFirst("<svg [^>]*>", start(chart));
    svg = svg.replaceAll("\\bclip-?(?=\\d)", "clip" + ++number + "-").replaceAll(">\\s+<", "><");
    svg = svg.replace("stroke-miterlimit:10;", "").replace("stroke-linecap:square;", "");
    svg =
        TAG.matcher(svg)
            .replaceAll(tag ->
                Matcher.quoteReplacement(LONG.matcher(tag.group()).replaceAll(Svg::rounded)));
    return svg.replace(css(Plots.INK), "var(--ink)")
        .replace(css(Plots.FAINT), "var(--faint)")
        .replace(css(Color.WHITE), "var(--paper)");
  }

  private static String start(XYChart chart) {
    return Matcher.quoteReplacement(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" aria-hidden=\"true\" viewBox=\"0 0 %d %d\">"
            .formatted(chart.getWidth(), chart.getHeight()));
  }

  /** A tenth of a pixel will do. */
  private static String rounded(MatchResult number) {
    String text = String.format(Locale.ROOT, "%.1f", Double.parseDouble(number.group()));
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String css(Color color) {
    return "rgb(%d,%d,%d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }
}
