//! The id of an article: its own, else its address, else its place.

use crate::article::{Article, STANDARD_INPUT};

/// Gives an article its stable id. `label`: what places begin with, the root's name.
pub fn complete(article: &mut Article, label: &str) {
    let own = std::mem::take(&mut article.id);
    let own = own.trim();
    article.id = if !own.is_empty() {
        let owner = article.outlet.as_deref().unwrap_or(label);
        if owner.is_empty() { own.to_owned() } else { format!("{owner}:{own}") }
    } else if let Some(url) = article.url.as_deref().filter(|url| url.contains("://")) {
        plain_url(url)
    } else if article.locator.path == STANDARD_INPUT {
        // The line of a pipe says nothing about its article; the bytes do.
        format!("sha256:{}", article.sha256.get(..32).unwrap_or(&article.sha256))
    } else {
        let place = article.locator.to_string();
        if label.is_empty() { place } else { format!("{label}/{place}") }
    };
}

/// An address without its fragment and without parameters that only follow readers around.
fn plain_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let Some((page, parameters)) = url.split_once('?') else { return url.to_owned() };
    let kept: Vec<&str> =
        parameters.split('&').filter(|parameter| !parameter.is_empty() && !follows(parameter)).collect();
    if kept.is_empty() { page.to_owned() } else { format!("{page}?{}", kept.join("&")) }
}

fn follows(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref" | "ocid" | "cmpid")
}
